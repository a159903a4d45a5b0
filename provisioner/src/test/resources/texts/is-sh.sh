is_sh 'echo a; b' || exit
is_sh 'cat <<X
it'\''s
X' || exit
is_sh '# a comment' || exit
is_sh 'exit 3' || exit
fails is_sh 'if x'
fails is_sh "it's"
fails is_sh 'a )'
is_sh "touch '$root/ran'" || exit
[ ! -e "$root/ran" ] || exit
