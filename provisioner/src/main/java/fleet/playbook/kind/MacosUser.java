package fleet.playbook.kind;

/**
 * Accounts of macOS in its local directory. {@code sysadminctl} without a password makes an account
 * with an empty one; {@code dscl} makes one that has none.
 */
final class MacosUser {
  static final String LIBRARY =
      """
      user_entry() {
        user_uid='' user_home='' user_shell=''
        user_read=$(dscl . -read "/Users/$1" UniqueID NFSHomeDirectory UserShell 2>/dev/null) || return 1
        while IFS= read -r user_line; do
          case $user_line in
            'UniqueID: '*) user_uid=${user_line#*: } ;;
            'NFSHomeDirectory: '*) user_home=${user_line#*: } ;;
            'UserShell: '*) user_shell=${user_line#*: } ;;
          esac
        done <<READ
      $user_read
      READ
        [ -n "$user_uid" ]
      }

      user_member() {
        dseditgroup -o checkmember -m "$1" "$2" >/dev/null 2>&1
      }

      user_add() {
        user_number=$2
        if [ -z "$user_number" ]; then
          user_number=501
          [ "$5" = no ] || user_number=401
          while dscl . -list /Users UniqueID | grep -q -e "[ $tab]$user_number\\$"; do
            user_number=$((user_number + 1))
          done
        fi
        dscl . -create "/Users/$1" &&
          dscl . -create "/Users/$1" RealName "$1" &&
          dscl . -create "/Users/$1" UniqueID "$user_number" &&
          dscl . -create "/Users/$1" PrimaryGroupID 20 &&
          dscl . -create "/Users/$1" UserShell "${4:-/bin/zsh}" &&
          dscl . -create "/Users/$1" NFSHomeDirectory "${3:-/Users/$1}" &&
          dscl . -create "/Users/$1" Password '*' &&
          { [ "$5" = no ] || dscl . -create "/Users/$1" IsHidden 1; } &&
          createhomedir -c -u "$1"
      }

      user_set_shell() {
        dscl . -create "/Users/$1" UserShell "$2"
      }

      user_join() {
        dseditgroup -o read "$2" >/dev/null 2>&1 || { say "there is no group $2"; return 1; }
        dseditgroup -o edit -a "$1" -t user "$2"
      }

      user_leave() {
        dseditgroup -o edit -d "$1" -t user "$2"
      }

      user_as() {
        sudo -n -u "$1" -- /bin/sh -c "$3" sh "$2"
      }
      """;

  private MacosUser() {}
}
