package fleet.playbook;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The libraries of a compiled script, each once. One that an undo needs later, when the script is
 * gone, is a text that the script both runs and keeps in the ledger.
 */
final class Libraries {
  private Libraries() {}

  static List<String> of(List<Step> steps) {
    Set<String> kept = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (Step step : steps) {
      if (step.skip().isEmpty()) {
        all.add(step.contract().library());
        if (step.contract().undo().isPresent()) {
          kept.add(step.contract().library());
        }
      }
    }
    return all.stream()
        .filter(library -> !library.isEmpty())
        .map(library -> kept.contains(library) ? kept(library) : library)
        .toList();
  }

  /** The function that prints a library, named after what it prints. */
  static String name(String library) {
    return "library_" + Content.of(library).digest().substring(0, 8);
  }

  private static String kept(String library) {
    String end = "END_OF_LIBRARY";
    while (library.contains(end)) {
      end += "_";
    }
    String text = library.endsWith("\n") ? library : library + "\n";
    return """
    %1$s() {
      cat <<'%2$s'
    %3$s%2$s
    }
    eval "$(%1$s)"
    """
        .formatted(name(library), end, text);
  }
}
