package fleet.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many machine names as one short text: {@code server[1-3,7], mac1}. */
public final class MachineSet {
  private static final Pattern NUMBERED = Pattern.compile("(.*?)([1-9][0-9]{0,8}|0)([^0-9]*)");

  private MachineSet() {}

  /** Folds names that differ only in one number. */
  public static String fold(Collection<String> names) {
    Map<String, List<Integer>> numbers = new TreeMap<>();
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      Matcher match = NUMBERED.matcher(name);
      if (match.matches()) {
        numbers
            .computeIfAbsent(match.group(1) + "\0" + match.group(3), _ -> new ArrayList<>())
            .add(Integer.parseInt(match.group(2)));
      } else {
        parts.add(name);
      }
    }
    numbers.forEach((around, list) -> parts.add(around.replace("\0", ranges(list))));
    return String.join(", ", parts);
  }

  private static String ranges(List<Integer> numbers) {
    List<Integer> sorted = numbers.stream().sorted().distinct().toList();
    List<String> ranges = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      if (i == sorted.size() || sorted.get(i) != sorted.get(i - 1) + 1) {
        ranges.add(range(sorted.get(from), sorted.get(i - 1)));
        from = i;
      }
    }
    String text = String.join(",", ranges);
    return sorted.size() == 1 ? text : "[" + text + "]";
  }

  private static String range(int from, int to) {
    return from == to ? String.valueOf(from) : from + "-" + to;
  }
}
