cd "$root" || exit
mkdir -p "there"
ledger_begin dirs title prior : || exit
make_dirs "$root/there/a b/-c/\$d" || exit
[ -d "there/a b/-c/\$d" ] || exit
make_dirs "$root/there/a b/e" || exit
touch "there/a b/e/theirs"
fails make_dirs "$root/there/a b/e/theirs/below"
ledger_undo "$fleet_entry" || exit
[ ! -e "there/a b/-c" ] && [ -f "there/a b/e/theirs" ] || exit
