package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.math.BigDecimal;
import java.util.List;

/**
 * A preference of macOS. Those of a user belong to who sits at the screen; those of a path in
 * /Library belong to root.
 */
public final class DefaultKind implements StepKind {
  private static final String LIBRARY =
      """
      default_tool() {
        if [ "$1" = current ]; then
          shift
          defaults -currentHost "$@"
        else
          shift
          defaults "$@"
        fi
      }

      # default_seen HOST DOMAIN...: each domain once. Of sandboxed applications the real file is in
      # a container, which macOS hides from who has no Full Disk Access: defaults would read and
      # write another file then. HOST is boxed where the domain is known to be of such a one.
      default_seen() {
        default_table=$nl
        default_hidden=$nl
        while [ $# -gt 1 ]; do
          default_home=$HOME/Library/Containers/$2/Data/Library/Preferences
          if { [ "$1" = boxed ] || [ -d "$HOME/Library/Containers/$2" ]; } && ! ls "$default_home" >/dev/null 2>&1; then
            default_hidden=$default_hidden$2$nl
          else
            default_read "$1" "$2"
          fi
          shift 2
        done
      }

      # default_read HOST DOMAIN: the keys of the domain's first level with their texts.
      default_read() {
        while IFS= read -r default_line; do
          case $default_line in
            '    '[!\\ ]*' = '*';')
              default_line=${default_line#'    '}
              default_key=${default_line%%' = '*}
              default_value=${default_line#*' = '}
              default_value=${default_value%';'}
              default_plain "$default_key"
              default_key=$default_text
              default_plain "$default_value"
              default_table=$default_table$1:$2:$default_key$tab$default_text$nl
              ;;
            '    '[!\\ ]*' = '*)
              default_plain "${default_line#'    '}"
              default_key=${default_text%%' = '*}
              default_key=${default_key%"${default_key##*[! ]}"}
              default_plain "$default_key"
              default_table=$default_table$1:$2:$default_text$tab'(several values)'$nl
              ;;
          esac
        done <<READ
      $(default_tool "$1" read "$2" 2>/dev/null </dev/null)
      READ
      }

      # default_plain TEXT: sets $default_text to it without its quotes.
      default_plain() {
        default_text=$1
        case $1 in
          \\"*\\")
            default_rest=${1#\\"}
            default_rest=${default_rest%\\"}
            default_text=
            while :; do
              case $default_rest in
                *\\\\*)
                  default_text=$default_text${default_rest%%\\\\*}
                  default_rest=${default_rest#*\\\\}
                  default_text=$default_text${default_rest%"${default_rest#?}"}
                  default_rest=${default_rest#?}
                  ;;
                *)
                  default_text=$default_text$default_rest
                  return
                  ;;
              esac
            done
            ;;
        esac
      }

      # default_check HOST DOMAIN KEY TYPE
      default_check() {
        if ! command -v defaults >/dev/null 2>&1; then
          say '!blocked there is no defaults here'
          return
        fi
        case $default_hidden in
          *"$nl$2$nl"*)
            say "!blocked tcc: macOS hides $2 (Full Disk Access is missing)"
            return
            ;;
        esac
        if ! lookup "$default_table" "$1:$2:$3"; then
          say absent
          return
        fi
        case $4,$found in
          bool,1) say true ;;
          bool,0) say false ;;
          float,*.*0)
            while [ "$found" != "${found%0}" ]; do found=${found%0}; done
            say "${found%.}"
            ;;
          *) say "${found:-empty}" ;;
        esac
      }

      # default_fix HOST DOMAIN KEY TYPE VALUE RESTART
      default_fix() {
        default_out=$(default_tool "$1" write "$2" "$3" "-$4" "$5" 2>&1 </dev/null)
        default_status=$?
        case $default_out in
          *'Could not write domain'* | *'not permitted'*)
            say "!blocked tcc: macOS does not let us write $2 (Full Disk Access is missing)"
            return 1
            ;;
        esac
        if [ "$default_status" -ne 0 ]; then
          say "$default_out"
          return 1
        fi
        [ -z "$6" ] || killall "$6" >/dev/null 2>&1
        default_seen "$1" "$2"
        case $(default_check "$1" "$2" "$3" "$4"),$5 in
          "$5,$5") return 0 ;;
        esac
        for default_file in "/Library/Managed Preferences/$2" "/Library/Managed Preferences/$(id -un)/$2"; do
          if defaults read "$default_file" "$3" >/dev/null 2>&1; then
            say "!blocked mdm: a profile manages $2 $3"
            return 1
          fi
        done
        say "macOS took it and kept another value"
        return 1
      }

      # default_undo HOST DOMAIN KEY TYPE VALUE RESTART: nothing is touched that is not ours now.
      default_undo() {
        command -v defaults >/dev/null 2>&1 || return 0
        default_seen "$1" "$2"
        default_now=$(default_check "$1" "$2" "$3" "$4")
        [ "$default_now" != "$prior" ] || return 0
        if [ "$default_now" != "$5" ]; then
          say "left: $2 $3 was changed since"
          return 1
        fi
        case $prior in
          absent) default_tool "$1" delete "$2" "$3" || return 1 ;;
          '('*)
            say "left: $2 $3 held several values"
            return 1
            ;;
          empty) default_tool "$1" write "$2" "$3" -string '' || return 1 ;;
          *) default_tool "$1" write "$2" "$3" "-$4" "$prior" || return 1 ;;
        esac
        [ -z "$6" ] || killall "$6" >/dev/null 2>&1
        return 0
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("domain", ParameterType.TEXT, "As in com.apple.dock, NSGlobalDomain or a path.")
        .required("key", ParameterType.TEXT, "The preference.")
        .required("value", ParameterType.TEXT, "true, false, a number or a text.")
        .choice("type", List.of("bool", "int", "float", "string"), "The type, if not the value's.")
        .choice("host", List.of("any", "current"), "Whether it is for this machine alone.")
        .optional(
            "sandboxed",
            ParameterType.BOOL,
            "Whether its application keeps it in a container, where alone it counts.")
        .optional("restart", ParameterType.NAME, "A process that must end to read it anew.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String domain = line(in, "domain");
    String key = line(in, "key");
    String type = in.text("type", guess(in.text("value")));
    String value = value(in, type);
    String title = "default " + domain + " " + key;
    if (!facts.os().equals("macos")) {
      return Contract.of(title, "", Call.of("say", "!na only on macOS"), value);
    }
    if (in.has("sandboxed") && in.has("host")) {
      throw new BadFileException(in.at("host"), "what is sandboxed is for this machine anyway");
    }
    String host = in.bool("sandboxed", false) ? "boxed" : in.text("host", "any");
    String restart = in.text("restart", "");
    Contract contract =
        Contract.of(title, LIBRARY, Call.of("default_check", host, domain, key, type), value)
            .gather(Call.of("default_seen", host, domain))
            .fix(Call.of("default_fix", host, domain, key, type, value, restart))
            .undo(Call.of("default_undo", host, domain, key, type, value, restart));
    return domain.startsWith("/Library/") ? contract.asRoot().readPublicly() : contract.asConsole();
  }

  private static String guess(String value) {
    if (value.equals("true") || value.equals("false")) {
      return "bool";
    } else if (value.matches("-?[0-9]+")) {
      return "int";
    }
    return value.matches("-?[0-9]+\\.[0-9]+") ? "float" : "string";
  }

  /** The value as {@code defaults read} prints it again, but for true and false. */
  private static String value(Arguments in, String type) {
    String value = in.text("value");
    boolean fits =
        switch (type) {
          case "bool" -> value.matches("true|false");
          case "int" -> value.matches("-?[0-9]{1,18}");
          case "float" -> value.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
          default -> !value.isEmpty() && value.chars().noneMatch(Character::isISOControl);
        };
    if (!fits) {
      throw new BadFileException(in.at("value"), "'" + value + "' is no " + type);
    }
    return type.equals("float")
        ? new BigDecimal(value).stripTrailingZeros().toPlainString()
        : value;
  }

  private static String line(Arguments in, String name) {
    String text = in.text(name);
    boolean clean = !text.startsWith("-") && text.chars().noneMatch(Character::isISOControl);
    if (text.isBlank() || !clean) {
      throw new BadFileException(in.at(name), "'" + name + "' wants one line of text");
    }
    return text;
  }
}
