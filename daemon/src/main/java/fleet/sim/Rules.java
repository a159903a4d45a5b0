package fleet.sim;

import fleet.agent.Pace;
import fleet.verdict.Intervals;
import fleet.verdict.Judge;
import fleet.verdict.Listening;
import fleet.verdict.Standing;
import fleet.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What is put to the test: how a coordinator judges, when it tells machines to come again, and how
 * long an agent waits that found no coordinator.
 */
public record Rules(Judging judge, Asking next, Trying away) {
  /** The product's own. */
  public static final Rules OURS = new Rules(Judge::verdict, Intervals::next, Pace::away);

  public Rules judging(Judging other) {
    return new Rules(other, next, away);
  }

  public Rules asking(Asking other) {
    return new Rules(judge, other, away);
  }

  public Rules trying(Trying other) {
    return new Rules(judge, next, other);
  }

  /** As {@link Judge#verdict}. */
  @FunctionalInterface
  public interface Judging {
    Verdict verdict(Standing machine, Listening listening, Instant now);
  }

  /** As {@link Intervals#next}. */
  @FunctionalInterface
  public interface Asking {
    Duration next(int machines, Duration up, RandomGenerator random);
  }

  /** As {@link Pace#away}. */
  @FunctionalInterface
  public interface Trying {
    Duration away(int failures, Duration interval, RandomGenerator random);
  }
}
