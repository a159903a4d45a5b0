package fleet.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts of many machines, machines with equal texts together, as {@code clush -b} prints them. */
final class MergedOutput {
  private MergedOutput() {}

  static List<String> lines(Map<String, String> texts) {
    Map<String, List<String>> alike = new LinkedHashMap<>();
    texts.forEach(
        (machine, text) -> alike.computeIfAbsent(text, _ -> new ArrayList<>()).add(machine));
    List<String> lines = new ArrayList<>();
    alike.forEach(
        (text, machines) -> {
          lines.add(
              MachineSet.fold(machines) + " (" + machines.size() + " of " + texts.size() + "):");
          text.lines().map(line -> "  " + line).forEach(lines::add);
        });
    return lines;
  }
}
