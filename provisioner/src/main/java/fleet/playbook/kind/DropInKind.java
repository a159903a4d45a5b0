package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Content;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.Mode;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of settings, and whether what runs acts by it: whoever reads the file is told when it is
 * written, and again when it is taken back.
 */
public final class DropInKind implements StepKind {
  private static final String LIBRARY =
      FileKind.LIBRARY
          + SystemdService.LIBRARY
          + """

          # drop_in_check PATH UNLESS LIVE UNIT...: the file's state, and whether it is live.
          drop_in_check() {
            drop_in_said=$( (eval "$2") </dev/null 2>/dev/null)
            drop_in_said=${drop_in_said%%"$nl"*}
            case $drop_in_said in
              '') ;;
              '!'*) say "$drop_in_said"; return ;;
              *) say "!na $drop_in_said"; return ;;
            esac
            drop_in_said=$(file_check "$1" mc)
            drop_in_path=$1 drop_in_live=$3
            shift 3
            case $drop_in_said in
              "file "*)
                if drop_in_unread "$@"; then
                  drop_in_said="$drop_in_said, and $drop_in_unit has not read it"
                elif (eval "$drop_in_live") </dev/null >/dev/null 2>&1; then
                  drop_in_said="$drop_in_said, live"
                else
                  drop_in_said="$drop_in_said, not live"
                fi
                ;;
            esac
            say "$drop_in_said"
          }

          # drop_in_unread UNIT...: sets $drop_in_unit to one that runs since before $drop_in_path changed;
          # fails where there is none.
          drop_in_unread() {
            for drop_in_unit; do
              case $service_system in *"$nl$drop_in_unit$tab"*) ;; *) continue ;; esac
              service_unit=${service_system#*"$nl$drop_in_unit$tab"}
              service_unit=$tab${service_unit%%"$nl"*}
              service_get ActiveState
              [ "$service_got" = active ] || continue
              ! service_older "$drop_in_path" || return 0
            done
            return 1
          }

          # drop_in_fix PATH MODE CONTENT WANTED RELOAD UNIT...: a file that is as it should be is left alone.
          drop_in_fix() {
            files_seen "$1"
            file_sum "$1"
            [ "$(file_check "$1" mc)" = "$4" ] || file_fix "$1" "$2" '' "$3" || return 1
            shift 4
            drop_in_tell "$@"
          }

          # drop_in_tell RELOAD UNIT...: those that run are restarted, however often that was done of late.
          drop_in_tell() {
            is_sh "$1" || { say "its 'reload' is no sh"; return 1; }
            (eval "$1") </dev/null || return
            shift
            for drop_in_unit; do
              # Not once more by another of its names.
              [ "$(systemctl show -p Id --value -- "$drop_in_unit" 2>/dev/null)" = "$drop_in_unit" ] || continue
              systemctl -q is-active -- "$drop_in_unit" || continue
              systemctl reset-failed -- "$drop_in_unit"
              systemctl restart -- "$drop_in_unit" || return
            done
          }

          # drop_in_undo PATH RELOAD UNIT...
          drop_in_undo() {
            restore "$1" || return
            shift
            drop_in_tell "$@" || { say "left: what reads it was not told ($?)"; return 1; }
          }
          """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "Where the file is.")
        .required("content", ParameterType.TEXT, "Its whole content.")
        .optional("mode", ParameterType.MODE, "Its mode in four octal digits; 0644 if not said.")
        .optional(
            "unless",
            ParameterType.SCRIPT,
            "Sh that says why it is not for this machine; it says nothing where it is.")
        .optional("live", ParameterType.SCRIPT, "Sh that succeeds where what runs acts by it.")
        .optional(
            "reload",
            ParameterType.SCRIPT,
            "Sh that has it read, run when it was written and when it was taken back.")
        .optional(
            "restart", ParameterType.TEXTS, "Units that read it when they start, where they run.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    for (String name : List.of("unless", "live", "reload")) {
      if (in.has(name) && in.written(name).isBlank()) {
        throw new BadFileException(in.at(name), "'" + name + "' is empty");
      }
    }
    String path = in.text("path");
    String mode = in.text("mode", "0644");
    Content content = Content.of(in.text("content"));
    String file = "file " + Mode.letters(mode) + " " + content.digest();
    List<String> units = units(in);
    String reload = in.text("reload", ":");
    return Contract.of(
            "drop-in " + path,
            LIBRARY,
            call("drop_in_check", units, path, in.text("unless", ":"), in.text("live", ":")),
            file + ", live")
        .gather(gathers(path, units))
        .fix(call("drop_in_fix", units, path, mode, content.escaped(), file, reload))
        .undo(call("drop_in_undo", units, path, reload))
        .show(Call.of("file_show", path, content.escaped()))
        .touches(path)
        .asRoot();
  }

  private static List<String> units(Arguments in) {
    for (Arguments.Item unit : in.items("restart")) {
      if (!unit.text().matches("[A-Za-z0-9@._:-]+\\.[a-z]+")) {
        throw new BadFileException(
            unit.at(), "'restart' wants whole names of units, as in ssh.service");
      }
    }
    return in.texts("restart");
  }

  private static Call call(String function, List<String> units, String... first) {
    return new Call(function, Stream.concat(Stream.of(first), units.stream()).toList());
  }

  private static Call[] gathers(String path, List<String> units) {
    List<Call> calls =
        new ArrayList<>(List.of(Call.of("files_seen", path), Call.of("file_sum", path)));
    if (!units.isEmpty()) {
      calls.add(new Call("service_seen", units));
      calls.add(Call.of("service_files", path));
    }
    return calls.toArray(Call[]::new);
  }
}
