package fleet.mesh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A random share of the pairs in which each machine is a source and a target at least once. */
final class Sample {
  private Sample() {}

  /** At least so many percent of the pairs; the same for the same seed. */
  static Set<Route> of(List<String> machines, int percent, long seed) {
    Random random = new Random(seed);
    List<String> circle = new ArrayList<>(machines);
    Collections.shuffle(circle, random);
    Set<Route> chosen = new HashSet<>();
    List<Route> rest = new ArrayList<>();
    for (int i = 0; i < circle.size(); i++) {
      for (int j = 0; j < circle.size(); j++) {
        if (j == (i + 1) % circle.size() && i != j) {
          chosen.add(Route.of(circle.get(i), circle.get(j)));
        } else if (i != j) {
          rest.add(Route.of(circle.get(i), circle.get(j)));
        }
      }
    }
    Collections.shuffle(rest, random);
    int wanted = Math.ceilDiv((chosen.size() + rest.size()) * percent, 100);
    chosen.addAll(rest.subList(0, Math.clamp(wanted - chosen.size(), 0, rest.size())));
    return chosen;
  }
}
