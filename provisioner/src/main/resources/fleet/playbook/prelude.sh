# What every check and fix may call. Sent once to each shell, before the step kinds' own functions.
nl='
'
tab=$(printf '\t\r')
cr=${tab#?}
tab=${tab%?}

# say WORD...: one line, whatever the words hold.
say() {
  printf '%s\n' "$*"
}

# digest FILE...: a line "sha256  path" for each file that can be read.
if command -v sha256sum >/dev/null 2>&1; then
  digest_plain() { sha256sum "$@"; }
else
  digest_plain() { shasum -a 256 "$@"; }
fi
digest() {
  case "$*" in
    *\\*)
      # Some write a backslash of a name twice, and one in front of the line.
      for digest_file; do
        digest_line=$(digest_plain <"$digest_file" 2>/dev/null) &&
          say "${digest_line%% *}  $digest_file"
      done
      ;;
    *) digest_plain -- "$@" 2>/dev/null ;;
  esac
}

# am_root: whether this shell is root's.
am_root() {
  [ "$fleet_uid" = 0 ]
}

# hidden PATH: whether PATH, which we do not see, may be there all the same, in a folder that we may
# not search.
hidden() {
  hidden_in=${1%/*}
  while [ -n "$hidden_in" ] && [ ! -d "$hidden_in" ]; do
    hidden_in=${hidden_in%/*}
  done
  [ -n "$hidden_in" ] && [ ! -x "$hidden_in" ]
}

# resolve PATH: sets $resolved to where the chain of symlinks at PATH ends.
resolve() {
  resolved=$1
  resolve_left=40
  while [ -h "$resolved" ] && [ "$resolve_left" -gt 0 ]; do
    resolve_hop
    resolve_left=$((resolve_left - 1))
  done
}
resolve_hop() {
  resolve_to=$(readlink -- "$resolved")
  case $resolve_to in
    /*) resolved=$resolve_to ;;
    *) resolved=${resolved%/*}/$resolve_to ;;
  esac
}

# lookup TABLE KEY: sets $found to what stands behind "KEY<tab>" in the first such line of TABLE; fails
# where there is none. Line by line, because to cut a long table at a pattern takes shells many times
# as long.
lookup() {
  lookup_ifs=$IFS
  IFS=$nl
  set -f
  lookup_result=1
  for found in $1; do
    case $found in
      "$2$tab"*)
        found=${found#"$2$tab"}
        lookup_result=0
        break
        ;;
    esac
  done
  set +f
  IFS=$lookup_ifs
  [ "$lookup_result" = 0 ] || found=
  return "$lookup_result"
}

# say_seen TABLE KEY PATH: a check's answer of what a gather found in the text file PATH, or why it
# found nothing.
say_seen() {
  if [ -d "$3" ]; then
    say '!unknown a directory is in its place'
  elif [ ! -e "$3" ] && resolve "$3" && hidden "$resolved"; then
    say '!denied'
  elif lookup "$1" "$2"; then
    say "$found"
  elif [ ! -e "$3" ]; then
    say absent
  elif [ ! -f "$3" ]; then
    say '!unknown it is not a regular file'
  else
    if am_root; then say '!unknown it cannot be read'; else say '!denied'; fi
  fi
}

# ends_open PATH: whether its last line has no newline.
ends_open() {
  [ -s "$1" ] && [ -n "$(tail -c 1 "$1")" ]
}

# ends_crlf PATH: whether its first line ends as Windows writes it.
ends_crlf() {
  ends_first=
  IFS= read -r ends_first 2>/dev/null <"$1"
  case $ends_first in *"$cr") ;; *) return 1 ;; esac
}

# endings PATH: sets $ending to what the lines of a text file have in front of the newline, and $open
# to whether the last one has none.
endings() {
  ending=
  open=no
  [ -f "$1" ] || return 0
  ! ends_crlf "$1" || ending=$cr
  ! ends_open "$1" || open=yes
}

# files_seen PATH...: sets $files to "path<tab>mode owner group" of each, for all kinds together: a
# gather that any kind may name.
files_seen() {
  files=$nl
  listed "$@"
}

# listed PATH...: appends such lines to $files.
listed() {
  listed_left=$#
  while [ "$listed_left" -gt 0 ]; do
    case $1 in
      # Not every ls writes such names as they are.
      *[!A-Za-z0-9/._+@%:,=~-]*) listed_lines "$1" "$1" ;;
      *) set -- "$@" "$1" ;;
    esac
    shift
    listed_left=$((listed_left - 1))
  done
  [ $# -eq 0 ] || listed_lines '' "$@"
}

# listed_lines NAME PATH...: NAME stands for what ls calls the path.
listed_lines() {
  listed_name=$1
  shift
  while IFS=' ' read -r listed_mode _ listed_owner listed_group _ _ _ _ listed_path; do
    files=$files${listed_name:-$listed_path}$tab$listed_mode' '$listed_owner' '$listed_group$nl
  done <<LISTED
$(ls -ld -- "$@" 2>/dev/null)
LISTED
}

# is_sh TEXT: whether a user's text can be read as sh; nothing of it is run.
is_sh() {
  (eval "is_sh_text() {
$1
:
}") >/dev/null 2>&1
}
