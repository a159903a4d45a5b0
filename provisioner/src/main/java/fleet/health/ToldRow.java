package fleet.health;

import fleet.registry.Machine;
import fleet.report.Condition;
import fleet.report.Severity;
import fleet.verdict.Judge;
import fleet.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** From what the coordinator tells of a machine, and what fleet.yaml says, to its row: pure. */
final class ToldRow {
  private static final Set<Verdict> QUIET = Set.of(Verdict.LATE, Verdict.STALE, Verdict.SILENT);

  private ToldRow() {}

  /** Whether to go up the ladder, to say what its silence means. */
  static boolean isQuiet(Told told) {
    return told.retired() || told.verdict().filter(QUIET::contains).isPresent();
  }

  /** A machine of fleet.yaml that the coordinator has never heard of. */
  static MachineHealth unheard(Machine machine, Sign sign, Instant asOf) {
    String why = "the coordinator does not know it: fleet bootstrap " + machine.name();
    return quiet(machine, Verdict.SILENT, why, sign, Optional.empty(), List.of(), asOf);
  }

  /**
   * One that both know.
   *
   * @param sign what its silence means; there for each that {@link #isQuiet}
   */
  static MachineHealth of(Machine machine, Told told, Optional<Sign> sign, Instant asOf) {
    List<Condition> ours =
        Stream.of(conflict(machine, told, asOf), proposal(told, asOf))
            .flatMap(Optional::stream)
            .toList();
    List<Condition> conditions = new ArrayList<>(told.conditions());
    conditions.addAll(ours);
    if (sign.isPresent()) {
      Verdict verdict = told.retired() ? Verdict.SILENT : told.verdict().orElse(Verdict.SILENT);
      String why =
          told.retired() ? "the coordinator retired it, and fleet.yaml has it" : told.why();
      return quiet(machine, verdict, why, sign.get(), Optional.of(told), conditions, asOf);
    }
    boolean spoilt = !ours.isEmpty() && told.verdict().equals(Optional.of(Verdict.HEALTHY));
    return row(
        told,
        machine.name(),
        spoilt ? Optional.of(Verdict.DEGRADED) : told.verdict(),
        spoilt ? ours.getFirst().reason() : why(told),
        conditions);
  }

  /** One that fleet.yaml does not have. */
  static MachineHealth stranger(Told told, Instant asOf) {
    List<Condition> conditions = new ArrayList<>(told.conditions());
    Optional<Condition> proposal = proposal(told, asOf);
    proposal.ifPresent(conditions::add);
    String mark =
        "only the coordinator knows it" + proposal.map(one -> "; " + one.reason()).orElse("");
    conditions.add(
        new Condition("not-in-registry", Severity.INFO, mark, told.since().orElse(asOf)));
    return row(
        told,
        told.name(),
        told.verdict(),
        why(told).isEmpty() ? mark : told.why() + " (" + mark + ")",
        conditions);
  }

  /** When a machine that is well came last has its own column. */
  private static String why(Told told) {
    return told.verdict().equals(Optional.of(Verdict.HEALTHY)) ? "" : told.why();
  }

  private static MachineHealth row(
      Told told, String name, Optional<Verdict> verdict, String why, List<Condition> conditions) {
    return new MachineHealth(
        name,
        verdict,
        why,
        told.since(),
        told.lastHeard(),
        conditions,
        told.disk(),
        told.tailscale(),
        false);
  }

  private static MachineHealth quiet(
      Machine machine,
      Verdict verdict,
      String why,
      Sign sign,
      Optional<Told> told,
      List<Condition> conditions,
      Instant asOf) {
    Optional<Instant> heard = told.flatMap(Told::lastHeard);
    boolean asleep =
        machine.portable()
            && heard.filter(at -> at.plus(Judge.ASLEEP).isAfter(asOf)).isPresent()
            && !sign.lives();
    boolean agent = sign.means() == Sign.Means.ANSWERS;
    String cause =
        agent
            ? "agent dead: the machine answers SSH; fleet apply daemon --on " + machine.name()
            : sign.says();
    return new MachineHealth(
        machine.name(),
        Optional.of(asleep ? Verdict.AWAY : verdict),
        cause + " (" + why + ")",
        told.flatMap(Told::since),
        heard,
        conditions,
        told.flatMap(Told::disk),
        told.flatMap(Told::tailscale),
        !agent);
  }

  /** fleet.yaml wins; that the coordinator has it otherwise is worth a look. */
  private static Optional<Condition> conflict(Machine machine, Told told, Instant asOf) {
    List<String> differences = new ArrayList<>();
    Told.Place place = told.place();
    if (isIp(machine.address()) && !place.address().isEmpty()) {
      differ(differences, "address", place.address(), machine.address());
    }
    if (!place.user().isEmpty()) {
      differ(differences, "user", place.user(), machine.user());
    }
    if (place.port() > 0) {
      differ(differences, "port", "" + place.port(), "" + machine.port());
    }
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Condition(
                "registry-conflict",
                Severity.WARNING,
                String.join(", ", differences) + "; fleet.yaml wins",
                asOf));
  }

  private static Optional<Condition> proposal(Told told, Instant asOf) {
    return told.proposes()
        ? Optional.of(
            new Condition(
                "proposal",
                Severity.WARNING,
                "another key or address waits for: fleet machine approve " + told.name(),
                asOf))
        : Optional.empty();
  }

  private static void differ(List<String> all, String what, String told, String written) {
    if (!told.equalsIgnoreCase(written)) {
      all.add("the coordinator has %s %s, fleet.yaml %s".formatted(what, told, written));
    }
  }

  private static boolean isIp(String address) {
    return address.indexOf(':') >= 0 || address.matches("[0-9.]+");
  }
}
