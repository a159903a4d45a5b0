# What fixes and undos may call: whole-file writes, kept originals, the ledger, the run's lock.
# $fleet_state is /var/lib/fleet for root, ~/.local/state/fleet for the user.

# put PATH [MODE] [OWNER]: standard input becomes PATH, whole or not at all. What is not given
# stays as it was; a new file is 0644 and ours. Nobody else sees the content before it has its mode.
put() {
  make_dirs "${1%/*}" || return 1
  put_temp=$(umask 077 && mktemp "${1%/*}/.fleet.XXXXXX") || return 1
  put_mode=${2:-0644}
  if [ -f "$1" ] && [ ! -h "$1" ]; then
    cp -p -- "$1" "$put_temp" || { rm -f -- "$put_temp"; return 1; }
    [ -n "${2-}" ] || { mode_of "$put_temp" && put_mode=$octal; }
    chmod 0600 "$put_temp"
  fi
  cat >"$put_temp" &&
    { [ -z "${3-}" ] || chown -- "$3" "$put_temp"; } &&
    chmod -- "$put_mode" "$put_temp" &&
    ledger_note "$1" "$put_temp" &&
    move_over "$put_temp" "$1" && return 0
  rm -f -- "$put_temp"
  return 1
}

# move_over FROM TO: TO is replaced by FROM; a folder is not.
move_over() {
  if [ -d "$2" ]; then
    [ -h "$2" ] || { say "a directory is in its place: $2"; return 1; }
    # mv would follow a symlink to a folder.
    rm -f -- "$2" || return 1
  elif [ -d "$1" ] && [ ! -h "$1" ]; then
    rm -f -- "$2" || return 1
  fi
  mv -f -- "$1" "$2"
}

# hindered PATH...: returns the status before it. If that is a failure, names the first of the paths,
# or of the folders that hold them, that is immutable.
hindered() {
  hindered_status=$?
  [ "$hindered_status" != 0 ] || return 0
  for hindered_path; do
    resolve "$hindered_path"
    for hindered_each in "$resolved" "${resolved%/*}" "${hindered_path%/*}"; do
      while [ -n "$hindered_each" ] && [ ! -e "$hindered_each" ]; do
        hindered_each=${hindered_each%/*}
      done
      immutable "${hindered_each:-/}" || continue
      hindered_sudo=
      am_root || hindered_sudo='sudo '
      say "${hindered_each:-/} is immutable: ${hindered_sudo}chattr -i ${hindered_each:-/}"
      return "$hindered_status"
    done
  done
  return "$hindered_status"
}

# immutable PATH: whether not even its owner and root may change it. Not every machine has lsattr; the
# mode that it has already is refused to nobody else.
immutable() {
  if immutable_said=$(lsattr -d -- "$1" 2>/dev/null); then
    case ${immutable_said%% *} in *i*) return 0 ;; *) return 1 ;; esac
  fi
  am_root || [ -O "$1" ] || return 1
  immutable_said=$(ls -ld -- "$1") || return 1
  case $immutable_said in
    ?r*) immutable_said=$(chmod -- u+r "$1" 2>&1) ;;
    *) immutable_said=$(chmod -- u-r "$1" 2>&1) ;;
  esac
  case $immutable_said in *'not permitted'*) ;; *) return 1 ;; esac
}

# follow PATH: sets $resolved to the regular file, or the absent one, that PATH leads to.
follow() {
  follow_links "$1" || return 1
  [ ! -e "$resolved" ] || [ -f "$resolved" ] || { say "not a regular file: $resolved"; return 1; }
}

# follow_links PATH: sets $resolved to what PATH leads to. Root follows no symlink that another user
# made.
follow_links() {
  resolved=$1
  follow_left=40
  while [ -h "$resolved" ]; do
    follow_ls=$(ls -ldn -- "$resolved")
    # shellcheck disable=SC2086
    set -- $follow_ls
    if am_root && [ "$3" != 0 ]; then
      say "a symlink of another user is in the way: $resolved"
      return 1
    fi
    follow_left=$((follow_left - 1))
    [ "$follow_left" -gt 0 ] || { say "its symlinks lead nowhere: $resolved"; return 1; }
    resolve_hop
  done
}

# edit PATH COMMAND...: PATH, followed, becomes what COMMAND makes of it from its standard input, if
# COMMAND succeeds; an absent file is an empty one.
edit() {
  edit_new 0644 "$@"
}

# edit_new MODE PATH COMMAND...: the same, and a file that was absent has that mode.
edit_new() {
  edit_mode=$1
  shift
  follow "$1" || return 1
  shift
  edit_path=$resolved
  edit_from=$edit_path
  if [ -e "$edit_path" ]; then edit_mode=''; else edit_from=/dev/null; fi
  edit_temp=$fleet_state/.edit.$$
  (umask 077 && "$@" <"$edit_from" >"$edit_temp") && put "$edit_path" "$edit_mode" <"$edit_temp"
  edit_status=$?
  rm -f -- "$edit_temp"
  return $edit_status
}

# make_dirs DIR: makes DIR and what is missing above it, and notes in the ledger what it made.
make_dirs() {
  [ -n "$1" ] && [ ! -d "$1" ] || return 0
  make_dirs "${1%/*}" && mkdir -- "$1" || return 1
  [ -z "${fleet_entry-}" ] || say "$1" >>"$fleet_entry/made"
}

# mode_of PATH: sets $octal to its mode in four digits.
mode_of() {
  mode_of_ls=$(ls -ld -- "$1") || return 1
  mode_of_ls=${mode_of_ls#?}
  octal "${mode_of_ls%% *}"
}

# octal LETTERS: sets $octal to the four digits of rwxr-xr-x.
octal() {
  octal_left=$1
  octal=0
  for octal_bit in 256 128 64 32 16 8 4 2 1; do
    octal_letter=${octal_left%"${octal_left#?}"}
    octal_left=${octal_left#?}
    case $octal_letter in [rwxst]) octal=$((octal + octal_bit)) ;; esac
    case $octal_letter$octal_bit in
      [sS]64) octal=$((octal + 2048)) ;;
      [sS]8) octal=$((octal + 1024)) ;;
      [tT]1) octal=$((octal + 512)) ;;
    esac
  done
  octal=$(printf %04o "$octal")
}

# fingerprint PATH: type, mode, owner and content on one line; nothing is read but regular files.
fingerprint() {
  if [ -h "$1" ]; then
    say "link $(readlink -- "$1")"
    return
  elif [ ! -e "$1" ]; then
    say absent
    return
  fi
  fingerprint_type=special
  fingerprint_sum=
  if [ -d "$1" ]; then
    fingerprint_type=directory
  elif [ -f "$1" ]; then
    fingerprint_type="file"
    fingerprint_sum=$(digest "$1")
    fingerprint_sum=${fingerprint_sum%% *}
  fi
  fingerprint_ls=$(ls -ldn -- "$1")
  # shellcheck disable=SC2086
  set -- $fingerprint_ls
  say "$fingerprint_type ${1%[.+@]} $3 $4 $fingerprint_sum"
}

# state_open: makes the state directory, ours alone, and remembers which of its parents are new.
state_open() {
  [ ! -d "$fleet_state/ledger" ] || return 0
  state_made=
  state_dir=$fleet_state
  while [ ! -d "$state_dir" ]; do
    state_made=$state_dir$nl$state_made
    state_dir=${state_dir%/*}
  done
  (umask 077 && mkdir -p -- "$fleet_state") &&
    { [ -e "$fleet_state/made" ] || printf '%s' "$state_made" >"$fleet_state/made"; } &&
    (umask 077 && mkdir -p -- "$fleet_state/ledger")
}

# ledger_find KEY: sets $fleet_entry to the entry of KEY, or to nothing.
ledger_find() {
  for fleet_entry in "$fleet_state"/ledger/[0-9]*; do
    [ -f "$fleet_entry/key" ] && IFS= read -r ledger_key <"$fleet_entry/key" || continue
    [ "$ledger_key" = "$1" ] && return 0
  done
  fleet_entry=
  return 1
}

# ledger_begin KEY TITLE PRIOR UNDO PATH...: before the first fix of KEY, keeps what is there; of a
# symlink also the file that it leads to. UNDO is sh text that uninstall runs with $prior set. Sets
# $fleet_entry, the proof that all is kept.
ledger_begin() {
  fleet_entry=
  state_open || return 1
  ledger_find "$1" && return 0
  ledger_new=$fleet_state/ledger/.new
  rm -rf -- "$ledger_new"
  (umask 077 && mkdir -p -- "$ledger_new/kept") || return 1
  say "$1" >"$ledger_new/key" && say "$2" >"$ledger_new/title" && say "$3" >"$ledger_new/prior" &&
    say "$4" >"$ledger_new/undo" || return 1
  shift 4
  ledger_count=0
  for ledger_path; do
    ledger_keep "$ledger_path" || return 1
    resolve "$ledger_path"
    [ "$resolved" = "$ledger_path" ] || ledger_keep "$resolved" || return 1
  done
  ledger_number=100001
  for ledger_last in "$fleet_state"/ledger/[0-9]*; do
    [ ! -d "$ledger_last" ] || ledger_number=$((${ledger_last##*/} + 1))
  done
  mv -- "$ledger_new" "$fleet_state/ledger/$ledger_number" || return 1
  fleet_entry=$fleet_state/ledger/$ledger_number
}

# ledger_keep PATH: a copy of it goes into the new entry; of a folder only what fingerprint says.
ledger_keep() {
  ledger_count=$((ledger_count + 1))
  ledger_kept=$ledger_new/kept/$ledger_count
  mkdir "$ledger_kept" && say "$1" >"$ledger_kept/path" &&
    fingerprint "$1" >"$ledger_kept/before" || return 1
  if [ -h "$1" ] || { [ -e "$1" ] && [ ! -d "$1" ]; }; then
    cp -RPp -- "$1" "$ledger_kept/original" && return 0
    say "its original cannot be kept: $1"
    return 1
  fi
}

# ledger_of PATH: sets $ledger_kept to where the entry keeps what it knows of PATH.
ledger_of() {
  for ledger_kept in "${fleet_entry:-/dev/null}"/kept/*; do
    [ -f "$ledger_kept/path" ] && IFS= read -r ledger_path <"$ledger_kept/path" || continue
    [ "$ledger_path" = "$1" ] && return 0
  done
  return 1
}

# ledger_note PATH FROM: PATH is about to be FROM, and that will be ours.
ledger_note() {
  ! ledger_of "$1" || fingerprint "$2" >"$ledger_kept/ours"
}

# ledger_end: after a fix, notes what it left, so that undo can tell whether it is still ours.
ledger_end() {
  for ledger_kept in "${fleet_entry:-/dev/null}"/kept/*; do
    [ -f "$ledger_kept/path" ] && IFS= read -r ledger_path <"$ledger_kept/path" || continue
    fingerprint "$ledger_path" >"$ledger_kept/ours"
  done
}

# set_aside PATH: moves a folder to where the entry keeps originals.
set_aside() {
  if ! ledger_of "$1" || [ -e "$ledger_kept/original" ]; then
    say "a directory is in its place that cannot be kept: $1"
    return 1
  fi
  mv -- "$1" "$ledger_kept/original"
}

# was_absent PATH: whether there was nothing before our first fix.
was_absent() {
  ledger_of "$1" && IFS= read -r ledger_before <"$ledger_kept/before" && [ "$ledger_before" = absent ]
}

# restore PATH: in an undo, puts the original of PATH back if what is there is still ours; else
# names it and fails.
restore() {
  ledger_of "$1" || { say "left: $1, of which nothing is kept"; return 1; }
  restore_now=$(fingerprint "$1")
  restore_ours=
  restore_before=
  [ ! -f "$ledger_kept/ours" ] || IFS= read -r restore_ours <"$ledger_kept/ours"
  [ ! -f "$ledger_kept/before" ] || IFS= read -r restore_before <"$ledger_kept/before"
  [ "$restore_now" != "$restore_before" ] || return 0
  if [ "$restore_now" != "$restore_ours" ]; then
    say "left: $1 was changed since"
    return 1
  elif [ -h "$ledger_kept/original" ] || [ -e "$ledger_kept/original" ]; then
    restore_temp=$(mktemp -d "${1%/*}/.fleet.XXXXXX") || { hindered "$1"; return; }
    cp -RPp -- "$ledger_kept/original" "$restore_temp/original" &&
      move_over "$restore_temp/original" "$1"
    restore_status=$?
    rm -rf -- "$restore_temp"
    [ "$restore_status" = 0 ] || hindered "$1"
  elif [ "$restore_before" = absent ]; then
    rm -f -- "$1" || hindered "$1"
  else
    say "left: $1, of which nothing is kept"
    return 1
  fi
}

# restore_all: restores every file that the entry kept.
restore_all() {
  restore_failed=0
  for restore_each in "$fleet_entry"/kept/*; do
    [ -f "$restore_each/path" ] && IFS= read -r restore_this <"$restore_each/path" || continue
    restore "$restore_this" || restore_failed=1
  done
  return $restore_failed
}

# ledger_list: a line "ENTRY<tab>TITLE" for each entry, the oldest first.
ledger_list() {
  for fleet_entry in "$fleet_state"/ledger/[0-9]*; do
    [ -f "$fleet_entry/title" ] && IFS= read -r ledger_title <"$fleet_entry/title" || continue
    say "$fleet_entry$tab$ledger_title"
  done
  fleet_entry=
}

# ledger_undo ENTRY: runs one entry's undo, removes the folders that its fixes made and that are
# empty now, and forgets the entry if all went well. An undo that ends with 3 has named what stays
# for good: its entry is forgotten too.
ledger_undo() {
  fleet_entry=$1
  IFS= read -r prior <"$fleet_entry/prior"
  (
    # shellcheck disable=SC1091
    . "$fleet_entry/undo"
  )
  undo_status=$?
  case $undo_status in 0 | 3) ;; *) return "$undo_status" ;; esac
  undo_made=
  if [ -f "$fleet_entry/made" ]; then
    while IFS= read -r undo_dir; do
      undo_made=$undo_dir$nl$undo_made
    done <"$fleet_entry/made"
  fi
  while [ -n "$undo_made" ]; do
    rmdir -- "${undo_made%%"$nl"*}" 2>/dev/null
    undo_made=${undo_made#*"$nl"}
  done
  rm -rf -- "$fleet_entry"
  fleet_entry=
  return "$undo_status"
}

# state_close: removes the state directory, and the parents that were made for it, once no entry is
# left; else names it.
state_close() {
  [ -d "$fleet_state" ] || return 0
  # What a killed run was about to put back, and another one did.
  rm -rf -- "$fleet_state"/ledger/.undone.*
  if ! rmdir -- "$fleet_state/ledger"; then
    say "left: $fleet_state, with the originals of what could not be put back"
    return 1
  fi 2>/dev/null
  close_made=
  while IFS= read -r close_dir; do
    close_made=$close_dir$nl$close_made
  done <"$fleet_state/made"
  rm -f -- "$fleet_state/made"
  # What a guard took back while nobody was there to see it.
  [ ! -e "$fleet_state/guard/result" ] || rm -rf -- "$fleet_state/guard"
  rmdir -- "$fleet_state/actions" 2>/dev/null
  rmdir -- "$fleet_state" 2>/dev/null
  while [ -n "$close_made" ]; do
    rmdir -- "${close_made%%"$nl"*}" 2>/dev/null
    close_made=${close_made#*"$nl"}
  done
  return 0
}

# lock_take OPERATOR BOOT SECONDS [FORCE]: one run at a time. Sets $fleet_locked to yes, or says who
# holds it. A holder that is dead, from another boot or past its time is taken over, and by FORCE
# one whose operator is known to be gone.
lock_take() {
  fleet_locked=no
  state_open || return 1
  lock_now=$(date +%s)
  lock_mine=$fleet_state/.lock.$$
  lock_tries=50
  lock_why='held by one that takes it just now'
  if ! say "$$ $2 $((lock_now + $3)) $1" 2>/dev/null >"$lock_mine"; then
    rm -f -- "$lock_mine"
    say "$fleet_state cannot be written: is its disk full?"
    return 1
  fi
  while [ "$lock_tries" -gt 0 ]; do
    lock_tries=$((lock_tries - 1))
    if ln -- "$lock_mine" "$fleet_state/lock" 2>/dev/null; then
      fleet_locked=yes
      break
    fi
    lock_read "$fleet_state/lock" || continue
    if [ "$lock_pid" = "$$" ] && [ "$lock_boot" = "$2" ]; then
      mv -f -- "$lock_mine" "$fleet_state/lock" && fleet_locked=yes
      break
    elif [ "$lock_boot" = "$2" ] && [ "$lock_now" -lt "$lock_until" ] && [ -z "${4-}" ] &&
      lock_lives; then
      lock_why="held by $lock_who"
      break
    fi
    [ -z "${4-}" ] || [ "$lock_boot" != "$2" ] || lock_end
    lock_take_over && break
  done
  rm -f -- "$lock_mine"
  [ "$fleet_locked" = yes ] || { say "$lock_why"; return 1; }
}

# lock_take_over: many may find the same dead holder: only who has the claim replaces it, and only if
# it is still the one that was read.
lock_take_over() {
  if ln -- "$lock_mine" "$fleet_state/.claim" 2>/dev/null; then
    lock_seen=$lock_line
    lock_read "$fleet_state/lock" && [ "$lock_line" = "$lock_seen" ] &&
      mv -f -- "$lock_mine" "$fleet_state/lock" && fleet_locked=yes
    rm -f -- "$fleet_state/.claim"
  elif lock_read "$fleet_state/.claim" && ! lock_lives; then
    rm -f -- "$fleet_state/.claim"
  fi
  [ "$fleet_locked" = yes ]
}

# lock_read FILE: sets $lock_line and its parts; fails where there is no such file. One without a
# line is what a crash of the machine left.
lock_read() {
  lock_line=
  { IFS= read -r lock_line <"$1"; } 2>/dev/null || [ -e "$1" ] || return 1
  IFS=' ' read -r lock_pid lock_boot lock_until lock_who <<LOCK
$lock_line
LOCK
  case $lock_pid in '' | *[!0-9]* | 0) lock_pid=none ;; esac
  case $lock_until in '' | *[!0-9]*) lock_until=0 ;; esac
}

# lock_lives: whether the holder that was read is still there.
lock_lives() {
  [ "$lock_pid" != none ] && kill -0 "$lock_pid" 2>/dev/null
}

# lock_end: the holder that was read has no operator any more. What it does may end within a second;
# then it is ended, since two at a time would spoil each other's work.
lock_end() {
  ! lock_lives || lock_gone 5 "$lock_pid" && return
  # shellcheck disable=SC2046
  lock_stop $(lock_family)
}

# lock_stop PID...: ends them, with force if need be.
lock_stop() {
  for lock_signal in TERM KILL; do
    for lock_one; do kill -s "$lock_signal" "$lock_one" 2>/dev/null; done
    lock_gone 10 "$@" && return
  done
}

# lock_family: the holder and all that descends from it, parents first.
lock_family() {
  {
    ps -A -o pid= -o ppid= 2>/dev/null ||
      grep -s '^PPid:' /proc/[0-9]*/status |
      sed 's|^/proc/\([0-9]*\)/status:PPid:[[:space:]]*|\1 |'
  } | awk -v first="$lock_pid" -v us="$$" '
    { parent[$1] = $2 }
    END {
      ours[first]; print first
      do {
        found = 0
        for (p in parent)
          if (!(p in ours) && p != us && parent[p] in ours) { ours[p]; found = 1; print p }
      } while (found)
    }'
}

# lock_gone TIMES PID...: whether none of them is there any more, looked at so many times.
lock_gone() {
  lock_left=$1
  shift
  for lock_one; do
    while kill -0 "$lock_one" 2>/dev/null; do
      [ "$lock_left" -gt 0 ] || return 1
      lock_left=$((lock_left - 1))
      sleep 0.2 2>/dev/null || sleep 1
    done
  done
}

# lock_drop: gives the lock back, if it is ours.
lock_drop() {
  [ -f "$fleet_state/lock" ] && IFS=' ' read -r lock_pid lock_rest <"$fleet_state/lock" || return 0
  [ "$lock_pid" != "$$" ] || rm -f -- "$fleet_state/lock"
}
