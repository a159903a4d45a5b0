package fleet.converge;

import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.Fix;
import fleet.playbook.Reversal;
import fleet.playbook.Script;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Steps that undo others: each puts back what the ledger keeps of one, guarded if that was, so that
 * even this is taken back if it locks us out.
 */
public final class PutBack {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  public static final String LIBRARY =
      """
      # putback_check KEY: whether the ledger still keeps what was there before.
      putback_check() {
        for putback_each in "$fleet_state"/ledger/[0-9]* "$fleet_state"/ledger/.undone.*; do
          [ -f "$putback_each/key" ] && IFS= read -r putback_key <"$putback_each/key" || continue
          [ "$putback_key" = "$1" ] || continue
          case $putback_each in
            */.undone.*) [ ! -s "$putback_each/left" ] || { say "!blocked $(cat "$putback_each/left")"; return; } ;;
            *) say kept; return ;;
          esac
        done
        say none
      }

      # putback_fix PACKAGES KEY OWN UNIT...: undoes the entry of KEY, of which a copy stays until
      # putback_end; OWN is this very step's entry. Each UNIT reads again what it has read.
      putback_fix() {
        fleet_packages=$1 putback_key=$2 putback_own=$3
        shift 3
        putback_status=0
        putback_said=
        if ledger_find "$putback_key"; then
          putback_entry=$fleet_entry
          putback_copy=$fleet_state/ledger/.undone.${putback_entry##*/}
          rm -rf -- "$putback_copy" && cp -RPp -- "$putback_entry" "$putback_copy" || return 1
          putback_said=$(ledger_undo "$putback_entry" 2>&1)
          putback_status=$?
          [ "$putback_status" != 3 ] || say "${putback_said##*"$nl"}" >"$putback_copy/left"
        fi
        for putback_unit; do
          systemctl try-reload-or-restart "$putback_unit" || putback_status=$?
        done
        ! ledger_find "$putback_own" || rm -rf -- "$fleet_entry"
        case $putback_status,${putback_said##*"$nl"} in
          [!0]*,'left: '*) say "!blocked ${putback_said##*"$nl"}" ;;
          *) [ -z "$putback_said" ] || say "$putback_said" ;;
        esac
        return "$putback_status"
      }

      # putback_undo KEY COMMAND...: the entry of KEY is there again, and what it was about is done again.
      putback_undo() {
        for putback_each in "$fleet_state"/ledger/.undone.*; do
          [ -f "$putback_each/key" ] && IFS= read -r putback_key <"$putback_each/key" || continue
          putback_to=${putback_each%/*}/${putback_each##*.}
          [ "$putback_key" != "$1" ] || [ -e "$putback_to" ] || mv -- "$putback_each" "$putback_to"
        done
        shift
        [ $# = 0 ] || "$@"
      }

      # putback_end: the copies go, and the state directory with the last entry.
      putback_end() {
        rm -rf -- "$fleet_state"/ledger/.undone.*
        for putback_each in "$fleet_state"/ledger/[0-9]*; do
          [ ! -d "$putback_each" ] || return 0
        done
        state_close
      }
      """;

  private PutBack() {}

  /**
   * What undoes some of the steps, the last of them first.
   *
   * @param which those that are undone
   * @param packages whether packages that they installed are removed
   */
  public static List<Step> of(List<Step> steps, Predicate<Step> which, boolean packages) {
    List<Step> undoing = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.skip().isEmpty() && step.contract().fix().isPresent() && which.test(step)) {
        undoing.add(undoing(step, units(step, steps.subList(i + 1, steps.size())), packages));
      }
    }
    return undoing;
  }

  /** The services behind a step that have read the files that it touches. */
  private static List<String> units(Step step, List<Step> behind) {
    return behind.stream().filter(next -> reads(next, step)).map(Reversal::unit).toList();
  }

  /** Whether a step is there to have a service read again what another one writes. */
  public static boolean reads(Step service, Step step) {
    return service.skip().isEmpty()
        && !Reversal.unit(service).isEmpty()
        && service.contract().check().arguments().stream()
            .anyMatch(step.contract().touches()::contains);
  }

  private static Step undoing(Step step, List<String> units, boolean packages) {
    Contract done = step.contract();
    String title = "put back " + step.title();
    Stream<String> names = Stream.of(packages ? "yes" : "", step.key(), title);
    Call again = done.fix().map(Fix::call).orElseThrow();
    List<String> redo = new ArrayList<>(List.of(step.key(), again.function()));
    redo.addAll(again.arguments());
    Contract contract =
        Contract.of(title, LIBRARY + done.library(), Call.of("putback_check", step.key()), "none")
            .fix(new Call("putback_fix", Stream.concat(names, units.stream()).toList()))
            .undo(new Call("putback_undo", step.secret() ? List.of(step.key()) : redo))
            .touches(done.touches().toArray(String[]::new));
    return new Step(
        step.id(),
        "put-back",
        title,
        step.at(),
        contract,
        step.as(),
        Optional.empty(),
        List.of(),
        step.limit(),
        step.tags(),
        step.risk(),
        List.of(),
        false,
        step.secrets(),
        List.of(),
        Optional.empty());
  }

  /** Ends an undoing that is not to be taken back any more; what stays over says why. */
  public static void end(Machine machine, Connector connector)
      throws UnreachableException, BlockedException {
    try (Connection connection = connector.open(machine, Facts.script())) {
      Facts facts = Facts.parse(connection.greeting());
      end(connection.shell(Account.USER), facts.uid() == 0, facts.home());
      if (facts.uid() != 0) {
        end(connection.shell(Account.ROOT), true, facts.home());
      }
    }
  }

  private static void end(Shell shell, boolean root, String home) throws UnreachableException {
    String text =
        String.join("\n", Script.opening(root, home), Script.changes(), LIBRARY, "putback_end");
    shell.run(List.of(new Fragment("end", text, LIMIT, false)));
  }
}
