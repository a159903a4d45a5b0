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

/** Sh of the user's own with a guard that tells whether it has been run. */
public final class CommandKind implements StepKind {
  private static final String LIBRARY =
      """
      # command_check unless TEXT | creates PATH
      command_check() {
        if [ "$1" = creates ]; then
          if [ -e "$2" ] || [ -h "$2" ]; then
            say 'done'
          elif hidden "$2"; then
            say '!denied'
          else
            say 'not done'
          fi
        elif (eval "$2") </dev/null >/dev/null 2>&1; then
          say 'done'
        elif is_sh "$2"; then
          say 'not done'
        else
          say "!unknown its 'unless' is no sh"
        fi
      }
      command_fix() {
        is_sh "$1" || { say "its 'run' is no sh"; return 1; }
        (eval "$1") </dev/null
      }
      command_undo() {
        command_said=$( (eval "$1") </dev/null 2>&1)
        command_status=$?
        [ -z "$command_said" ] || say "$command_said"
        [ "$command_status" != 0 ] || return 0
        case ${command_said##*"$nl"} in
          'left: '*) ;;
          *) say "left: the undo ended with $command_status" ;;
        esac
        return 1
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("run", ParameterType.SCRIPT, "The sh to run.")
        .optional("unless", ParameterType.SCRIPT, "Sh that succeeds where it need not run.")
        .optional("creates", ParameterType.PATH, "Instead of unless: a path that is there then.")
        .optional("undo", ParameterType.SCRIPT, "The sh that takes it back.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    if (in.has("unless") == in.has("creates")) {
      throw new BadFileException(
          in.at(),
          "a command step needs either 'unless' or 'creates', to tell whether it has been run");
    }
    for (String name : new String[] {"run", "unless", "undo"}) {
      if (in.has(name) && in.written(name).isBlank()) {
        throw new BadFileException(in.at(name), "'" + name + "' is empty");
      }
    }
    Call check =
        in.has("creates")
            ? Call.of("command_check", "creates", in.text("creates"))
            : Call.of("command_check", "unless", in.text("unless"));
    Contract contract =
        Contract.of("command " + Titles.of(in.written("run")), LIBRARY, check, "done")
            .fix(Call.of("command_fix", in.text("run")));
    return in.optional("undo")
        .map(undo -> contract.undo(Call.of("command_undo", undo)))
        .orElse(contract);
  }
}
