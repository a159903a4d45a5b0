package fleet.mesh;

import java.util.ArrayList;
import java.util.List;

/**
 * Who tests whom in which round, by the circle method: over all rounds each machine meets each
 * other once, and in a round nobody meets two. So no sshd is asked by many at once, though nobody
 * waits for a round to end.
 *
 * @param machines how many there are, counted from 0
 */
public record Schedule(int machines) {
  /** The others, in the order of the rounds; an odd number of machines leaves one out of each. */
  public List<Integer> partners(int machine) {
    List<Integer> partners = new ArrayList<>();
    for (int round = 0; round < rounds(); round++) {
      int partner = partner(machine, round);
      if (partner < machines) {
        partners.add(partner);
      }
    }
    return partners;
  }

  /**
   * Where a hop goes on to: whom {@code via} meets after {@code from}. So each second leg is taken
   * once, and those of a round lead to different machines.
   */
  public int beyond(int from, int via) {
    List<Integer> partners = partners(via);
    return partners.get((partners.indexOf(from) + 1) % partners.size());
  }

  /** With an odd number of machines one seat is empty. */
  private int seats() {
    return machines + machines % 2;
  }

  int rounds() {
    return Math.max(0, seats() - 1);
  }

  /** Who sits opposite in a round; the number of machines for the empty seat. */
  int partner(int machine, int round) {
    int fixed = seats() - 1;
    if (machine == fixed) {
      return round;
    }
    int opposite = Math.floorMod(2 * round - machine, fixed);
    return opposite == machine ? fixed : opposite;
  }
}
