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
import java.util.List;

/**
 * A file of settings, and whether what runs acts by it: whoever reads the file is told when it is
 * written, and again when it is taken back.
 */
public final class DropInKind implements StepKind {
  private static final String LIBRARY =
      FileKind.LIBRARY
          + """

          # drop_in_check PATH UNLESS LIVE: the file's state, and whether it is live.
          drop_in_check() {
            drop_in_said=$( (eval "$2") </dev/null 2>/dev/null)
            drop_in_said=${drop_in_said%%"$nl"*}
            case $drop_in_said in
              '') ;;
              '!'*) say "$drop_in_said"; return ;;
              *) say "!na $drop_in_said"; return ;;
            esac
            drop_in_said=$(file_check "$1" mc)
            case $drop_in_said in
              "file "*)
                if (eval "$3") </dev/null >/dev/null 2>&1; then
                  drop_in_said="$drop_in_said, live"
                else
                  drop_in_said="$drop_in_said, not live"
                fi
                ;;
            esac
            say "$drop_in_said"
          }

          # drop_in_fix PATH MODE CONTENT WANTED RELOAD: a file that is as it should be is left alone.
          drop_in_fix() {
            is_sh "$5" || { say "its 'reload' is no sh"; return 1; }
            files_seen "$1"
            file_sum "$1"
            [ "$(file_check "$1" mc)" = "$4" ] || file_fix "$1" "$2" '' "$3" || return 1
            (eval "$5") </dev/null
          }

          # drop_in_undo PATH RELOAD
          drop_in_undo() {
            restore "$1" || return
            (eval "$2") </dev/null || { say "left: reload ended with $?"; return 1; }
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
            "Sh that has it read, run when it was written and when it was taken back.");
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
    String reload = in.text("reload", ":");
    String file = "file " + Mode.letters(mode) + " " + content.digest();
    return Contract.of(
            "drop-in " + path,
            LIBRARY,
            Call.of("drop_in_check", path, in.text("unless", ":"), in.text("live", ":")),
            file + ", live")
        .gather(Call.of("files_seen", path), Call.of("file_sum", path))
        .fix(Call.of("drop_in_fix", path, mode, content.escaped(), file, reload))
        .undo(Call.of("drop_in_undo", path, reload))
        .show(Call.of("file_show", path, content.escaped()))
        .touches(path)
        .asRoot();
  }
}
