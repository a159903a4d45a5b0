package fleet.playbook;

import java.util.List;
import java.util.Optional;

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
    boolean needsRoot,
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
        false,
        false);
  }

  /** What the step is about, as one line: equal for all its runs on a machine. */
  public String key() {
    return title.replaceAll("\\p{Cntrl}", " ");
  }

  public Contract gather(Call... calls) {
    return new Contract(
        title,
        library,
        List.of(calls),
        check,
        wanted,
        fix,
        undo,
        show,
        touches,
        needsRoot,
        publicly);
  }

  public Contract fix(Fix how) {
    return new Contract(
        title,
        library,
        gathers,
        check,
        wanted,
        Optional.of(how),
        undo,
        show,
        touches,
        needsRoot,
        publicly);
  }

  public Contract fix(Call call) {
    return fix(Fix.of(call));
  }

  public Contract undo(Call call) {
    return new Contract(
        title,
        library,
        gathers,
        check,
        wanted,
        fix,
        Optional.of(call),
        show,
        touches,
        needsRoot,
        publicly);
  }

  public Contract show(Call call) {
    return new Contract(
        title,
        library,
        gathers,
        check,
        wanted,
        fix,
        undo,
        Optional.of(call),
        touches,
        needsRoot,
        publicly);
  }

  public Contract touches(String... paths) {
    return new Contract(
        title,
        library,
        gathers,
        check,
        wanted,
        fix,
        undo,
        show,
        List.of(paths),
        needsRoot,
        publicly);
  }

  /** Says that it cannot work without root, whatever the playbook says. */
  public Contract asRoot() {
    return new Contract(
        title, library, gathers, check, wanted, fix, undo, show, touches, true, publicly);
  }

  /** Says that anybody on the machine may look, though only root may change it. */
  public Contract readPublicly() {
    return new Contract(
        title, library, gathers, check, wanted, fix, undo, show, touches, needsRoot, true);
  }
}
