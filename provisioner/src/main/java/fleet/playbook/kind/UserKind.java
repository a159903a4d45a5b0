package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * An account: it exists, is in these groups (and may be in others), has this shell, and lets these
 * public keys in. It has no password; a locked one would refuse keys too. It is never deleted.
 */
public final class UserKind implements StepKind {
  private static final String COMMON =
      """
      # user_check NAME UID HOME SHELL GROUPS KEY...: GROUPS are separated by blanks. The sibling's
      # user_entry sets $user_uid $user_home $user_shell, its user_member tests for a group.
      user_check() {
        if ! user_entry "$1"; then
          say absent
          return
        fi
        user_said=
        if [ -n "$2" ] && [ "$2" != "$user_uid" ]; then user_said="; uid $user_uid"; fi
        if [ -n "$3" ] && [ "$3" != "$user_home" ]; then user_said="$user_said; home $user_home"; fi
        if [ -n "$4" ] && [ "$4" != "$user_shell" ]; then user_said="$user_said; shell $user_shell"; fi
        user_name=$1
        user_rest=$5
        while [ -n "$user_rest" ]; do
          user_group=${user_rest%% *}
          user_rest=${user_rest#"$user_group"}
          user_rest=${user_rest# }
          user_member "$user_name" "$user_group" || user_said="$user_said; not in $user_group"
        done
        shift 5
        if [ $# -gt 0 ]; then
          user_file=$user_home/.ssh/authorized_keys
          if [ -e "$user_file" ] && [ -r "$user_file" ]; then
            user_keys "$@"
          elif am_root; then
            user_none="$#"
            user_said="$user_said; lacks all of its $user_none keys"
          else
            say '!denied'
            return
          fi
        fi
        user_said=${user_said#'; '}
        say "${user_said:-present}"
      }

      # user_keys KEY...: of which the file lacks the base64 body; each is named by its end.
      user_keys() {
        user_bodies=' '
        while read -r user_line || [ -n "$user_line" ]; do
          case $user_line in '#'*) ;; *) user_bodies="$user_bodies$user_line " ;; esac
        done <"$user_file"
        for user_key; do
          user_key=${user_key#* }
          user_key=${user_key%% *}
          case $user_bodies in
            *" $user_key "*) ;;
            *) user_said="$user_said; lacks key …${user_key#"${user_key%????????}"}" ;;
          esac
        done
      }

      # user_fix NAME UID HOME SHELL GROUPS SYSTEM KEY...
      user_fix() {
        if [ -n "$4" ] && [ ! -x "$4" ]; then
          say "there is no shell $4"
          return 1
        fi
        if ! user_entry "$1"; then
          user_add "$1" "$2" "$3" "$4" "$6" && user_entry "$1" || return 1
        elif [ -n "$2" ] && [ "$2" != "$user_uid" ]; then
          say "!blocked its uid is $user_uid: another would orphan its files"
          return 1
        elif [ -n "$3" ] && [ "$3" != "$user_home" ]; then
          say "!blocked its home is $user_home: moving it is for a person"
          return 1
        elif [ -n "$4" ] && [ "$4" != "$user_shell" ]; then
          user_set_shell "$1" "$4" || return 1
        fi
        user_name=$1
        user_rest=$5
        while [ -n "$user_rest" ]; do
          user_group=${user_rest%% *}
          user_rest=${user_rest#"$user_group"}
          user_rest=${user_rest# }
          user_member "$user_name" "$user_group" || user_join "$user_name" "$user_group" || return 1
        done
        shift 6
        [ $# -eq 0 ] || user_let_in "$@"
      }

      # user_let_in KEY...: as the user, because root must not write where a user may put symlinks.
      user_let_in() {
        user_file=$user_home/.ssh/authorized_keys
        # shellcheck disable=SC2016
        printf '%s\\n' "$@" | user_as "$user_name" "$user_home" '
          umask 077
          cd "$1" && mkdir -p .ssh && touch .ssh/authorized_keys || exit 1
          last=$(tail -c 1 .ssh/authorized_keys)
          [ -z "$last" ] || echo >>.ssh/authorized_keys
          while IFS= read -r key; do
            body=${key#* }
            grep -v "^#" .ssh/authorized_keys | grep -q -F -e "${body%% *}" || printf "%s\\n" "$key" >>.ssh/authorized_keys
          done'
      }

      # user_undo NAME SHELL GROUPS KEY...: what we added to an account goes; the account stays.
      user_undo() {
        user_entry "$1" || return 0
        if [ "$prior" = absent ]; then
          say "left: the account $1, which we made (its home: $user_home)"
          return 1
        fi
        user_name=$1
        user_result=0
        user_was=${prior##*shell }
        if [ "$user_was" != "$prior" ] && [ "$user_shell" = "$2" ]; then
          user_set_shell "$1" "${user_was%%;*}" || user_result=1
        fi
        user_rest=$3
        shift 3
        while [ -n "$user_rest" ]; do
          user_group=${user_rest%% *}
          user_rest=${user_rest#"$user_group"}
          user_rest=${user_rest# }
          case "$prior;" in *"not in $user_group;"*) user_leave "$user_name" "$user_group" || user_result=1 ;; esac
        done
        for user_key; do
          user_key=${user_key#* }
          user_key=${user_key%% *}
          case $prior in
            *'lacks all '* | *"…${user_key#"${user_key%????????}"}"*)
              # shellcheck disable=SC2016
              say "$user_key" | user_as "$user_name" "$user_home" '
                umask 077
                IFS= read -r body && cd "$1/.ssh" || exit 1
                grep -v -F -e "$body" authorized_keys >.fleet.keys
                cat .fleet.keys >authorized_keys && rm -f .fleet.keys' || user_result=1
              ;;
          esac
        done
        return $user_result
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("name", ParameterType.NAME, "The account's name.")
        .optional("groups", ParameterType.TEXTS, "Groups that it is in, among others.")
        .optional("shell", ParameterType.PATH, "Its login shell.")
        .optional("home", ParameterType.PATH, "Its home; only when it is made.")
        .optional("uid", ParameterType.INTEGER, "Its number; only when it is made.")
        .optional("system", ParameterType.BOOL, "Whether it is made as a system account.")
        .optional("keys", ParameterType.TEXTS, "Public keys that may log in, among others.")
        .shorthand("name");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String name = word(in, "name", in.text("name"));
    String groups =
        String.join(
            " ", in.texts("groups").stream().map(group -> word(in, "groups", group)).toList());
    List<String> keys = in.texts("keys").stream().map(key -> key(in, key)).toList();
    String uid = in.has("uid") ? String.valueOf(in.integer("uid").orElse(0)) : "";
    if (uid.startsWith("-")) {
      throw new BadFileException(in.at("uid"), "'uid' is a number from 0");
    }
    String shell = in.text("shell", "");
    String home = in.text("home", "");
    String system = in.bool("system", false) ? "yes" : "no";
    String library = facts.os().equals("macos") ? MacosUser.LIBRARY : LinuxUser.LIBRARY;
    Contract contract =
        Contract.of(
                "user " + name,
                COMMON + library,
                call("user_check", keys, name, uid, home, shell, groups),
                "present")
            .fix(call("user_fix", keys, name, uid, home, shell, groups, system))
            .undo(call("user_undo", keys, name, shell, groups))
            .asRoot()
            .readPublicly();
    return facts.os().equals("macos") ? contract : contract.gather(Call.of("user_seen"));
  }

  private static Call call(String function, List<String> keys, String... first) {
    List<String> arguments = new ArrayList<>(List.of(first));
    arguments.addAll(keys);
    return new Call(function, arguments);
  }

  private static String word(Arguments in, String parameter, String word) {
    if (!word.matches("[A-Za-z_][A-Za-z0-9_.-]{0,31}")) {
      throw new BadFileException(
          in.at(parameter), "'" + parameter + "': '" + word + "' is no name of a user or group");
    }
    return word;
  }

  private static String key(Arguments in, String key) {
    String text = key.strip();
    if (!text.matches("(ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]{40,}={0,2}( \\P{Cntrl}*)?")) {
      throw new BadFileException(
          in.at("keys"), "'keys' wants public keys, as in 'ssh-ed25519 AAAA… name'");
    }
    return text;
  }
}
