package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.playbook.Titles;
import fleet.yaml.BadFileException;
import java.util.ArrayList;
import java.util.List;

/** Sh of the user's own that prints a state, and sh that makes it the wanted one. */
public final class ControlKind implements StepKind {
  private static final String LIBRARY =
      """
      control_check() {
        control_said=$( (eval "$1") </dev/null 2>/dev/null)
        control_status=$?
        case $control_said in
          *"$nl"*) say "!unknown its check printed more than one line: ${control_said%%"$nl"*}" ;;
          '')
            if [ "$control_status" = 0 ]; then
              say
            elif is_sh "$1"; then
              say "!unknown its check ended with $control_status and said nothing"
            else
              say '!unknown its check is no sh'
            fi
            ;;
          *) say "$control_said" ;;
        esac
      }

      # control_fix FIX UNDO [VERIFY]...: what cannot be verified is undone.
      control_fix() {
        is_sh "$1" || { say 'its fix is no sh'; return 1; }
        [ -z "${fleet_entry-}" ] || IFS= read -r prior <"$fleet_entry/prior"
        (eval "$1") </dev/null || return
        control_undo=$2
        shift 2
        control_count=0
        for control_verify; do
          control_count=$((control_count + 1))
          (eval "$control_verify") </dev/null && continue
          control_verify=${control_verify%"$nl"}
          control_why="verify $control_count failed: ${control_verify##*"$nl"}"
          if [ -z "$control_undo" ]; then
            say "$control_why; there is no undo"
          elif (eval "$control_undo") </dev/null; then
            say "$control_why; undone"
          else
            say "$control_why, and its undo failed too"
          fi
          return 1
        done
      }
      control_undo() {
        (eval "$1") </dev/null
        control_status=$?
        # With 3 it has said what stays for good.
        case $control_status in 0 | 3) return "$control_status" ;; esac
        say "left: the undo ended with $control_status"
        return 1
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("check", ParameterType.SCRIPT, "Sh that prints the state on one line.")
        .required("wanted", ParameterType.TEXT, "What it shall print.")
        .optional("fix", ParameterType.SCRIPT, "Sh that makes it so.")
        .optional("undo", ParameterType.SCRIPT, "Sh that takes the fix back.")
        .optional(
            "verify",
            ParameterType.SCRIPTS,
            "Sh texts that must succeed after the fix, or it is undone.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    refuse(in);
    String wanted = in.text("wanted").strip();
    List<String> fix = new ArrayList<>();
    fix.add(in.text("fix", ""));
    fix.add(in.text("undo", ""));
    fix.addAll(in.texts("verify"));
    Contract contract =
        Contract.of(
            "control " + Titles.of(in.written("check")),
            LIBRARY,
            Call.of("control_check", in.text("check")),
            wanted);
    Contract fixed = in.has("fix") ? contract.fix(new Call("control_fix", fix)) : contract;
    return in.optional("undo").map(undo -> fixed.undo(Call.of("control_undo", undo))).orElse(fixed);
  }

  private static void refuse(Arguments in) {
    if (in.text("wanted").startsWith("!") || in.text("wanted").strip().indexOf('\n') >= 0) {
      throw new BadFileException(
          in.at("wanted"), "'wanted' is one line that does not begin with !");
    }
    for (String name : List.of("check", "fix", "undo")) {
      if (in.has(name) && in.written(name).isBlank()) {
        throw new BadFileException(in.at(name), "'" + name + "' is empty");
      }
    }
    for (String name : List.of("undo", "verify")) {
      if (in.has(name) && !in.has("fix")) {
        throw new BadFileException(in.at(name), "'" + name + "' means nothing without 'fix'");
      }
    }
  }
}
