package fleet.sim;

import fleet.sim.Machines.State;
import fleet.verdict.Intervals;
import fleet.verdict.Judge;
import fleet.verdict.Judged;
import fleet.verdict.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Holds the coordinator's verdicts against the truth. */
final class Checks {
  /** Who can reach the coordinator that long must not be stale. */
  private static final int CHANCE = (int) Judge.RETURN.toSeconds();

  private static final int STALE = (int) Judge.STALE.toSeconds();

  /** By then a death must have been seen: 45 minutes and one interval. */
  static final int LIMIT = STALE + 600;

  private static final int WORTH_A_LOOK = (int) Intervals.LONGEST.toSeconds();

  /** The first verdict that was wrong. */
  record Wrong(String kind, int machine, int second, Judged judged) {}

  private final Machines machines;
  private final Desk desk;
  private final int[] lastBeat;
  private final BitSet accused;
  private final BitSet called;
  private final List<Integer> watched = new ArrayList<>();
  private Optional<Wrong> first = Optional.empty();
  private long looks;
  private int falseStale;
  private int falseLate;
  private int missed;
  private int detected;
  private int slowest;

  Checks(Machines machines, Desk desk) {
    this.machines = machines;
    this.desk = desk;
    lastBeat = new int[machines.total()];
    accused = new BitSet(machines.total());
    called = new BitSet(machines.total());
  }

  /** The end of a silence, where it is longest. */
  void beforeBeat(int machine, int second) {
    int up = desk.upSeconds();
    if (up - lastBeat[machine] > WORTH_A_LOOK) {
      living(machine, second);
    }
    lastBeat[machine] = up;
    accused.clear(machine);
    called.clear(machine);
  }

  /** What is lost of a machine that has just come into reach leaves it out of reach. */
  void lost(int machine) {
    int up = desk.upSeconds();
    if (machines.withinReach(machine, up) <= CHANCE) {
      machines.become(machine, machines.state(machine), up);
    }
  }

  void died(int machine) {
    watched.add(machine);
    accused.clear(machine);
  }

  /** Looks at those that died lately. */
  void deaths(int second) {
    int kept = 0;
    for (int i = 0; i < watched.size(); i++) {
      int machine = watched.get(i);
      if (machines.state(machine) == State.DEAD && !settled(machine, second)) {
        watched.set(kept++, machine);
      }
    }
    watched.subList(kept, watched.size()).clear();
  }

  private boolean settled(int machine, int second) {
    int passed = machines.forSeconds(machine, desk.upSeconds());
    if (gone(look(machine))) {
      detected++;
      slowest = Math.max(slowest, passed);
      return true;
    }
    return overlooked(machine, second, passed);
  }

  /** Looks at all. */
  void all(int second) {
    for (int machine = 0; machine < machines.total(); machine++) {
      switch (machines.state(machine)) {
        case ALIVE -> living(machine, second);
        case DEAD -> {
          int passed = machines.forSeconds(machine, desk.upSeconds());
          if (passed > LIMIT && !gone(look(machine))) {
            overlooked(machine, second, passed);
          }
        }
        case UNBORN, ASLEEP -> {}
      }
    }
  }

  private void living(int machine, int second) {
    int up = desk.upSeconds();
    if (machines.withinReach(machine, up) <= CHANCE) {
      return;
    }
    Verdict verdict = look(machine);
    boolean asleep = verdict == Verdict.AWAY && up - lastBeat[machine] <= STALE;
    if (verdict == Verdict.LATE || asleep) {
      if (!called.get(machine)) {
        called.set(machine);
        falseLate++;
      }
    } else if (gone(verdict) && !accused.get(machine)) {
      accused.set(machine);
      falseStale++;
      wrong("false " + verdict.word(), machine, second);
    }
  }

  private boolean overlooked(int machine, int second, int passed) {
    if (passed <= LIMIT || accused.get(machine)) {
      return false;
    }
    accused.set(machine);
    missed++;
    wrong("missed death", machine, second);
    return true;
  }

  private void wrong(String kind, int machine, int second) {
    if (first.isEmpty()) {
      first = Optional.of(new Wrong(kind, machine, second, desk.judged(machine)));
    }
  }

  private Verdict look(int machine) {
    looks++;
    return desk.verdict(machine);
  }

  private static boolean gone(Verdict verdict) {
    return switch (verdict) {
      case STALE, AWAY, SILENT -> true;
      case HEALTHY, MUTED, PENDING, DEGRADED, LATE -> false;
    };
  }

  Optional<Wrong> first() {
    return first;
  }

  /** What came out, so far. */
  Figures.Verdicts verdicts() {
    return new Figures.Verdicts(looks, falseStale, falseLate, missed, detected, slowest);
  }
}
