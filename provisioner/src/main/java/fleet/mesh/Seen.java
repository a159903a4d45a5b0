package fleet.mesh;

import java.util.Set;

/**
 * Which machines were seen to do with the new way alone.
 *
 * @param in those that got in somewhere, and knew where they were
 * @param at those that let one in, and were known
 */
record Seen(Set<String> in, Set<String> at) {
  static final Seen NOTHING = new Seen(Set.of(), Set.of());

  Seen {
    in = Set.copyOf(in);
    at = Set.copyOf(at);
  }
}
