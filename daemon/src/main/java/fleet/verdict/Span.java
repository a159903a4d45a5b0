package fleet.verdict;

import java.time.Duration;

/** A length of time for people, with its two greatest units. */
public final class Span {
  private Span() {}

  /** As in {@code 40 s}, {@code 52 min}, {@code 3 h 5 min}, {@code 2 d 4 h}. */
  public static String of(Duration time) {
    if (time.toDays() > 0) {
      return two(time.toDays(), " d", time.toHoursPart(), " h");
    }
    if (time.toHours() > 0) {
      return two(time.toHours(), " h", time.toMinutesPart(), " min");
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
  }

  private static String two(long much, String unit, long less, String smaller) {
    return less == 0 ? much + unit : much + unit + " " + less + smaller;
  }
}
