package fleet.playbook;

import fleet.shell.Quote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sh texts around a step's calls; what a run sends and what a compiled script holds. */
public final class Script {
  private Script() {}

  /** What a shell must hear first: who it is, where its state lives, and the common functions. */
  public static String opening(boolean root, String home) {
    return "fleet_uid=%s fleet_state=%s\n%s"
        .formatted(root ? "0" : "user", Quote.sh(state(root, home)), Resources.text("prelude.sh"));
  }

  /** What a shell must hear before its first fix or undo. */
  public static String changes() {
    return Resources.text("change.sh");
  }

  /** What root's shell must hear before it guards a risky change. */
  public static String guard() {
    return Resources.text("guard.sh");
  }

  /** What a machine runs by itself when nobody confirms a risky change. */
  public static String takingBack(String home) {
    return String.join(
        "\n",
        "LC_ALL=C PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin\nexport LC_ALL PATH",
        opening(true, home),
        changes(),
        guard(),
        "guard_main\n");
  }

  /** The machine's folder of locks, originals and running actions. */
  public static String state(boolean root, String home) {
    return root ? "/var/lib/fleet" : home + "/.local/state/fleet";
  }

  /** One call a gather function, with the arguments of all steps. */
  public static String gather(Collection<Step> steps) {
    Map<String, List<String>> calls = new LinkedHashMap<>();
    steps.stream()
        .flatMap(step -> step.contract().gathers().stream())
        .distinct()
        .forEach(
            call ->
                calls
                    .computeIfAbsent(call.function(), _ -> new ArrayList<>())
                    .addAll(call.arguments()));
    StringBuilder text = new StringBuilder();
    if (!calls.isEmpty()) {
      // A fix may have put a command in front of one whose place the shell remembers.
      text.append("hash -r\n");
    }
    calls.forEach(
        (function, arguments) -> text.append(new Call(function, arguments).sh()).append('\n'));
    return text.toString();
  }

  /** The step's check, which answers {@code !na} where the command that it is about is missing. */
  public static String check(Step step) {
    String check = step.contract().check().sh();
    for (String command : step.has().reversed()) {
      check =
          "if command -v %1$s >/dev/null 2>&1; then %2$s; else say '!na no' %1$s; fi"
              .formatted(Quote.sh(command), check);
    }
    return check;
  }

  /** Keeps the originals of what the step touches, before its first fix. */
  public static String begin(Step step, String prior) {
    List<String> arguments = new ArrayList<>(List.of(step.key(), step.title(), prior, undo(step)));
    arguments.addAll(step.contract().touches());
    return new Call("ledger_begin", arguments).sh();
  }

  /** A fix of one step or of several; where it fails, what hinders it is named last. */
  public static String fix(Call call, List<String> touches) {
    return touches.isEmpty() ? call.sh() : call.sh() + "\n" + new Call("hindered", touches).sh();
  }

  static String undo(Step step) {
    Contract contract = step.contract();
    if (contract.undo().isPresent() && !step.secret()) {
      return contract.library() + "\n" + contract.undo().get().sh();
    }
    return contract.touches().isEmpty()
        ? "say " + Quote.sh("left: " + step.key() + " cannot be undone") + "; return 3"
        : "restore_all";
  }
}
