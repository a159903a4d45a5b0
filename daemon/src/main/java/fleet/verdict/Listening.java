package fleet.verdict;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When a coordinator was up and could have heard: silence counts only then.
 *
 * @param gaps when it was down, in order and apart from one another
 */
public record Listening(List<Gap> gaps) {
  public Listening {
    gaps = List.copyOf(gaps);
  }

  /** From the last sign of the coordinator before it went down to its first after. */
  public record Gap(Instant from, Instant to) {}

  /** How much of that time it listened. */
  public Duration between(Instant from, Instant to) {
    Duration heard = Duration.between(from, to);
    for (Gap gap : gaps) {
      Instant begin = gap.from().isAfter(from) ? gap.from() : from;
      Instant end = gap.to().isBefore(to) ? gap.to() : to;
      if (begin.isBefore(end)) {
        heard = heard.minus(Duration.between(begin, end));
      }
    }
    return heard.isNegative() ? Duration.ZERO : heard;
  }
}
