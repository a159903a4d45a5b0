package fleet.mesh;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What each phase comes to, in numbers that are never without their total. */
final class MeshCount {
  private MeshCount() {}

  static String reached(List<MachineResult> asked) {
    List<String> lost =
        asked.stream()
            .filter(result -> result.outcome() instanceof Outcome.Unreachable)
            .map(MachineResult::machine)
            .toList();
    return "%d of %d machines reached%s"
        .formatted(asked.size() - lost.size(), asked.size(), named("; not ", lost));
  }

  static String collected(Fleet fleet, KeyBook book, List<MachineResult> asked) {
    long made =
        asked.stream()
            .flatMap(result -> result.steps().stream())
            .filter(step -> step.id().equals("ssh-key"))
            .filter(step -> step.outcome() instanceof Outcome.Changed)
            .count();
    List<Machine> members = fleet.members();
    List<String> keyless = without(members, m -> book.of(m.name()).login().isEmpty());
    List<String> faceless = without(members, m -> book.of(m.name()).host().isEmpty());
    return "%d of %d machines' keys known%s%s, %d of %d host keys%s"
        .formatted(
            members.size() - keyless.size(),
            members.size(),
            made == 0 ? "" : " (" + made + " made)",
            named("; none of ", keyless),
            members.size() - faceless.size(),
            members.size(),
            named("; none of ", faceless));
  }

  private static List<String> without(List<Machine> machines, Predicate<Machine> lacking) {
    return machines.stream().filter(lacking).map(Machine::name).toList();
  }

  /** How the machines stand in some of their steps. */
  static String steps(List<MachineResult> made, List<Machine> chosen, Predicate<String> which) {
    Map<String, Long> words =
        made.stream()
            .map(result -> worst(result, which).word())
            .collect(
                Collectors.groupingBy(
                    Function.identity(), LinkedHashMap::new, Collectors.counting()));
    List<String> parts = new ArrayList<>();
    words.forEach((word, count) -> parts.add(count + " " + word));
    if (made.size() < chosen.size()) {
      parts.add((chosen.size() - made.size()) + " not reached");
    }
    return "%s (of %d machines)".formatted(String.join(", ", parts), chosen.size());
  }

  private static Outcome worst(MachineResult result, Predicate<String> which) {
    return result.steps().stream()
        .filter(step -> which.test(step.id()))
        .map(step -> step.outcome())
        .max(Comparator.comparingInt(Outcome::weight))
        .orElse(result.outcome());
  }

  private static String named(String before, List<String> names) {
    return names.isEmpty() ? "" : before + String.join(", ", names);
  }
}
