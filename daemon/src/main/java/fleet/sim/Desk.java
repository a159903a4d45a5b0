package fleet.sim;

import fleet.report.Condition;
import fleet.verdict.Heard;
import fleet.verdict.Judge;
import fleet.verdict.Judged;
import fleet.verdict.Listening;
import fleet.verdict.Standing;
import fleet.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The simulated coordinator: its clock, its marks, and what it knows of each machine. */
final class Desk {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int NEVER = -1;

  private final Rules rules;
  private final RandomGenerator random;
  private final long[] heardAt;
  private final int[] promise;
  private final int[] listened;
  private final List<Condition>[] conditions;
  private final boolean[] portable;
  private Instant now = BEGIN;
  private Listening marked = Listening.from(BEGIN);
  private Listening listening = marked;
  private Duration upFor = Duration.ZERO;
  private Duration offset = Duration.ZERO;
  private int downs;
  private int upSeconds;

  Desk(Rules rules, Machines machines, RandomGenerator random) {
    this.rules = rules;
    this.random = random;
    this.heardAt = new long[machines.total()];
    this.promise = new int[machines.total()];
    this.listened = new int[machines.total()];
    this.conditions = machines.conditions();
    this.portable = machines.portable();
    Arrays.fill(promise, NEVER);
  }

  boolean up() {
    return downs == 0;
  }

  /** How many seconds it was really up, whatever it thinks itself. */
  int upSeconds() {
    return upSeconds;
  }

  void down() {
    downs++;
  }

  /** Whether that ends the outage. */
  boolean back() {
    downs--;
    return up();
  }

  void jump(Duration by) {
    offset = offset.plus(by);
  }

  /** Another second begins. */
  void tick(int second) {
    now = BEGIN.plus(offset).plusSeconds(second);
    listening = marked.marked(now);
    upFor = listening.up(now);
    if (up()) {
      upSeconds++;
      if (second % Listening.MARK.toSeconds() == 0 || upFor.isZero()) {
        marked = listening;
      }
    }
  }

  boolean heard(int machine) {
    return promise[machine] != NEVER;
  }

  /** A beat arrives. */
  Duration hear(int machine) {
    Duration next = rules.next().next(heardAt.length, upFor, random);
    Heard heard = Heard.of(listening, now, next);
    heardAt[machine] = heard.at().getEpochSecond();
    promise[machine] = (int) next.toSeconds();
    listened[machine] = (int) heard.listened().toSeconds();
    return next;
  }

  Verdict verdict(int machine) {
    return rules.judge().verdict(standing(machine), listening, now);
  }

  /** What it would say of the machine in words. */
  Judged judged(int machine) {
    return Judge.of(standing(machine), listening, now);
  }

  private Standing standing(int machine) {
    return new Standing(
        BEGIN, last(machine), portable[machine], false, Optional.empty(), conditions[machine]);
  }

  private Optional<Heard> last(int machine) {
    if (!heard(machine)) {
      return Optional.empty();
    }
    Instant at = Instant.ofEpochSecond(heardAt[machine]);
    Instant expectedBy = at.plusSeconds(promise[machine]);
    return Optional.of(new Heard(at, expectedBy, Duration.ofSeconds(listened[machine])));
  }
}
