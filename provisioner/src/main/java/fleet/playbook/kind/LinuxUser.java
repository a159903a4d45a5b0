package fleet.playbook.kind;

/** Accounts of Linux, with shadow's useradd or busybox's adduser. */
final class LinuxUser {
  static final String LIBRARY =
      """
      # user_seen: the local accounts and groups, read by the shell itself.
      user_seen() {
        user_passwd=$nl
        user_group_lines=$nl
        while IFS= read -r user_line; do user_passwd=$user_passwd$user_line$nl; done </etc/passwd
        while IFS= read -r user_line; do user_group_lines=$user_group_lines$user_line$nl; done </etc/group
      }

      # user_entry NAME: sets $user_uid $user_gid $user_home $user_shell; asks the directory service
      # for who is not in the file.
      user_entry() {
        case $user_passwd in
          *"$nl$1:"*)
            user_line=${user_passwd#*"$nl$1:"}
            user_line=$1:${user_line%%"$nl"*}
            ;;
          *) user_line=$(getent passwd "$1" 2>/dev/null) || return 1 ;;
        esac
        IFS=: read -r _ _ user_uid user_gid _ user_home user_shell <<ENTRY
      $user_line
      ENTRY
      }

      user_member() {
        case $user_group_lines in *"$nl$2:"*) ;; *) return 1 ;; esac
        user_line=${user_group_lines#*"$nl$2:"}
        user_line=${user_line%%"$nl"*}
        case ,${user_line##*:}, in *",$1,"*) return 0 ;; esac
        user_line=${user_line#*:}
        [ "${user_line%%:*}" = "$user_gid" ]
      }

      # user_add NAME UID HOME SHELL SYSTEM: without a password, and not locked.
      user_add() {
        user_own=no
        case $user_group_lines in *"$nl$1:"*) user_own=yes ;; esac
        user_new=$1 user_number=$2 user_where=$3 user_with=$4 user_system=$5
        if command -v useradd >/dev/null 2>&1; then
          set -- -m -p '*'
          [ "$user_system" = no ] || set -- "$@" -r
          [ "$user_own" = no ] || set -- "$@" -g "$user_new"
          useradd "$@" ${user_number:+-u "$user_number"} ${user_where:+-d "$user_where"} ${user_with:+-s "$user_with"} "$user_new" || return 1
        elif command -v adduser >/dev/null 2>&1; then
          set -- -D
          [ "$user_system" = no ] || set -- "$@" -S
          [ "$user_own" = no ] || set -- "$@" -G "$user_new"
          adduser "$@" ${user_number:+-u "$user_number"} ${user_where:+-h "$user_where"} ${user_with:+-s "$user_with"} "$user_new" &&
            say "$user_new:*" | chpasswd -e || return 1
        else
          say "!blocked neither useradd nor adduser is here"
          return 1
        fi
        user_seen
      }

      user_set_shell() {
        command -v usermod >/dev/null 2>&1 || { say "!blocked usermod is missing (package shadow)"; return 1; }
        usermod -s "$2" "$1"
      }

      user_join() {
        case $user_group_lines in *"$nl$2:"*) ;; *) say "there is no group $2"; return 1 ;; esac
        if command -v usermod >/dev/null 2>&1; then usermod -a -G "$2" "$1"; else addgroup "$1" "$2"; fi
      }

      user_leave() {
        if command -v gpasswd >/dev/null 2>&1; then gpasswd -d "$1" "$2"; else delgroup "$1" "$2"; fi
      }

      # user_as NAME HOME SCRIPT: sh as that user, with the home as $1, whatever its own shell.
      user_as() {
        su -s /bin/sh -c "$3" "$1" sh "$2"
      }
      """;

  private LinuxUser() {}
}
