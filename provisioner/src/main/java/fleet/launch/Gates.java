package fleet.launch;

import fleet.health.MachineHealth;
import fleet.registry.Machine;
import fleet.registry.Project;
import fleet.verdict.Verdict;
import java.util.List;
import java.util.Optional;

/** What must hold before anything is started: pure decisions, each with its one refusal. */
final class Gates {
  private static final long LEAST_FREE_KILOBYTES = 2L << 20;

  private Gates() {}

  /**
   * The machine as the fleet sees it.
   *
   * @param evenDegraded whether something may be wrong with it
   */
  static Optional<Refusal> machine(Machine machine, MachineHealth health, boolean evenDegraded) {
    String word = health.word();
    boolean may =
        health.verdict().equals(Optional.of(Verdict.HEALTHY))
            || (evenDegraded && health.verdict().equals(Optional.of(Verdict.DEGRADED)));
    if (may) {
      return Optional.empty();
    }
    String name = machine.name();
    String why = name + " is " + word + (health.why().isEmpty() ? "" : ": " + health.why());
    String mend =
        health.verdict().equals(Optional.of(Verdict.DEGRADED))
            ? "mend it, or launch all the same with --even-degraded: fleet doctor " + name
            : "fleet health --live --on " + name;
    return Optional.of(new Refusal("machine-" + word, why, mend));
  }

  /** What is there and what is free. */
  static Optional<Refusal> look(Machine machine, Look look, Project project, String program) {
    if (look.known()) {
      // Nothing will be started: it is there.
      return Optional.empty();
    }
    String name = machine.name();
    for (String tool : List.of("tmux", "git")) {
      if (!look.tools().contains(tool)) {
        return Optional.of(
            new Refusal(
                "no-" + tool, tool + " is missing on " + name, "fleet apply tools --on " + name));
      }
    }
    if (look.agent().isEmpty()) {
      return Optional.of(
          new Refusal(
              "no-agent",
              "binary %s is missing on %s (looked in ~/.local/bin, ~/.npm-global/bin, /opt/homebrew/bin and PATH)"
                  .formatted(program, name),
              "fleet apply tools --on " + name));
    }
    if (look.freeKilobytes() < LEAST_FREE_KILOBYTES) {
      return Optional.of(
          new Refusal(
              "disk-full",
              "%s has %d MB free, and a launch wants %d"
                  .formatted(name, look.freeKilobytes() >> 10, LEAST_FREE_KILOBYTES >> 10),
              "fleet sessions clean --on " + name));
    }
    if (look.taken() >= machine.slots()) {
      return Optional.of(noSlots(name, look.taken(), machine.slots()));
    }
    return look.clonesOf(Repository.of(project.repo())).isEmpty()
        ? Optional.of(noClone(name, project))
        : Optional.empty();
  }

  private static Refusal noSlots(String machine, int taken, int slots) {
    return new Refusal(
        "no-slots",
        "%d of %d slots of %s are taken".formatted(taken, slots, machine),
        "fleet sessions list --on " + machine);
  }

  private static Refusal noClone(String machine, Project project) {
    return new Refusal(
        "no-clone",
        "no clone of %s is under ~/dev of %s".formatted(project.repo(), machine),
        "fleet launch %s --on %s --clone".formatted(project.name(), machine));
  }

  /** How the clone stands to origin. */
  static Optional<Refusal> sync(Machine machine, String path, Sync sync) {
    String at = machine.name() + ":" + path;
    String git = "fleet ssh " + machine.name() + " git -C " + path;
    return switch (sync.state()) {
      case EQUAL, FORWARDED, AHEAD -> Optional.empty();
      case BEHIND ->
          Optional.of(
              new Refusal(
                  "main-stale",
                  "%s is %d behind origin and cannot be fast-forwarded: %s"
                      .formatted(at, sync.behind(), sync.why()),
                  git + " status"));
      case DIVERGED ->
          Optional.of(
              new Refusal(
                  "main-diverged",
                  "%s of %s is %d ahead of origin and %d behind"
                      .formatted(sync.branch(), at, sync.ahead(), sync.behind()),
                  git
                      + " log --oneline --left-right origin/"
                      + sync.branch()
                      + "..."
                      + sync.branch()));
      case UNKNOWN ->
          Optional.of(
              new Refusal(
                  "origin-unknown",
                  "origin of %s cannot be fetched: %s".formatted(at, sync.why()),
                  git + " fetch origin"));
    };
  }
}
