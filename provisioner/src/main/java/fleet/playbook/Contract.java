package fleet.playbook;

import fleet.shell.Account;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a step kind makes of its YAML and the machine's facts: the one contract that serves plan,
 * apply, verify, drift and the standalone script. A step is converged if and only if what {@code
 * check} prints equals {@code wanted}.
 *
 * @param title what a person reads, as "package git"
 * @param library the sh functions that the calls below name; equal libraries are sent once
 * @param gathers calls that run once per shell for all steps together, the arguments of equal
 *     functions joined; checks read the variables that they left
 * @param check prints the state on one line; it runs in the long-lived shell, so it must neither
 *     exit nor change directory nor leave anything but variables named after its kind
 * @param fix absent where only a person can mend it
 * @param undo run by uninstall with {@code $prior} (the state before our first fix)
 * @param show prints a unified diff of what fix would change
 * @param touches files that fix writes: their originals are kept before the first fix
 * @param needs whose shell it wants, whatever the playbook says; empty where any will do
 * @param payload a file that must be on the machine before the fix
 * @param publicly whether a check without root may answer for a root step; it prints {@code
 *     !denied} where only root can tell
 */
public record Contract(
    String title,
    String library,
    List<Call> gathers,
    Call check,
    String wanted,
    Optional<Fix> fix,
    Optional<Call> undo,
    Optional<Call> show,
    List<String> touches,
    Optional<Account> needs,
    Optional<Payload> payload,
    boolean publicly) {
  public Contract {
    gathers = List.copyOf(gathers);
    touches = List.copyOf(touches);
    if (wanted.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a wanted state is one line");
    }
  }

  /** The smallest contract: something to look at and what it should say. */
  public static Contract of(String title, String library, Call check, String wanted) {
    return new Contract(
        title,
        library,
        List.of(),
        check,
        wanted,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** What the step is about, as one line: equal for all its runs on a machine. */
  public String key() {
    return title.replaceAll("\\p{Cntrl}", " ");
  }

  public Contract gather(Call... calls) {
    return with(draft -> draft.gathers = List.of(calls));
  }

  public Contract fix(Fix how) {
    return with(draft -> draft.fix = Optional.of(how));
  }

  public Contract fix(Call call) {
    return fix(Fix.of(call));
  }

  public Contract undo(Call call) {
    return with(draft -> draft.undo = Optional.of(call));
  }

  public Contract show(Call call) {
    return with(draft -> draft.show = Optional.of(call));
  }

  public Contract touches(String... paths) {
    return with(draft -> draft.touches = List.of(paths));
  }

  /** Says that it cannot work without root, whatever the playbook says. */
  public Contract asRoot() {
    return with(draft -> draft.needs = Optional.of(Account.ROOT));
  }

  /** Says that it belongs to the person at a Mac's console. */
  public Contract asConsole() {
    return with(draft -> draft.needs = Optional.of(Account.CONSOLE));
  }

  /** Says what must be brought there before the fix. */
  public Contract payload(Payload brought) {
    return with(draft -> draft.payload = Optional.of(brought));
  }

  /** Says that anybody on the machine may look, though only root may change it. */
  public Contract readPublicly() {
    return with(draft -> draft.publicly = true);
  }

  private Contract with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new Contract(
        title,
        library,
        draft.gathers,
        check,
        wanted,
        draft.fix,
        draft.undo,
        draft.show,
        draft.touches,
        draft.needs,
        draft.payload,
        draft.publicly);
  }

  /** The parts that a kind may add. */
  private static final class Draft {
    private List<Call> gathers;
    private Optional<Fix> fix;
    private Optional<Call> undo;
    private Optional<Call> show;
    private List<String> touches;
    private Optional<Account> needs;
    private Optional<Payload> payload;
    private boolean publicly;

    Draft(Contract from) {
      gathers = from.gathers;
      fix = from.fix;
      undo = from.undo;
      show = from.show;
      touches = from.touches;
      needs = from.needs;
      payload = from.payload;
      publicly = from.publicly;
    }
  }
}
