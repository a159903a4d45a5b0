package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives each step of a run an id of its own: the one that its playbook says, else one made up. */
final class StepIds {
  private static final int LONGEST = 60;

  private final Map<String, Position> said = new HashMap<>();
  private final Set<String> given = new HashSet<>();

  /** Sees all steps first, so that no made-up id takes one that a playbook says. */
  void reserve(StepText text) {
    text.common()
        .id()
        .ifPresent(
            id -> {
              Position first = said.putIfAbsent(id, text.at());
              // One playbook that is included twice is the same step twice.
              if (first != null && !first.equals(text.at())) {
                throw new BadFileException(text.at(), "the id '" + id + "' is taken: see " + first);
              }
            });
  }

  /** The id of a step whose kind made that title; each begins with the kind's word. */
  String of(StepText text, String title) {
    Optional<String> id = text.common().id();
    String base = id.orElseGet(() -> slug(title));
    boolean free = id.isPresent() || !said.containsKey(base);
    String candidate = base;
    for (int count = 2; !free || !given.add(candidate); count++) {
      candidate = base + "-" + count;
      free = !said.containsKey(candidate);
    }
    return candidate;
  }

  private static String slug(String text) {
    String slug =
        text.substring(0, Math.min(text.length(), 4 * LONGEST))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return slug.length() > LONGEST ? slug.substring(0, LONGEST) : slug;
  }
}
