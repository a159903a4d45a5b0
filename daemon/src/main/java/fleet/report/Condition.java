package fleet.report;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A trouble and since when the machine has had it.
 *
 * @param since when it was first seen without a break
 */
public record Condition(String type, Severity severity, String reason, Instant since) {

  /** Today's troubles; one that was there before keeps its beginning. */
  public static List<Condition> of(
      List<Trouble> now, Collection<Condition> before, Instant takenAt) {
    Map<String, Condition> known =
        before.stream()
            .collect(Collectors.toMap(Condition::type, Function.identity(), (one, _) -> one));
    return now.stream()
        .map(trouble -> of(trouble, known.getOrDefault(trouble.type(), at(trouble, takenAt))))
        .toList();
  }

  private static Condition of(Trouble trouble, Condition before) {
    return new Condition(trouble.type(), trouble.severity(), trouble.reason(), before.since());
  }

  private static Condition at(Trouble trouble, Instant since) {
    return new Condition(trouble.type(), trouble.severity(), trouble.reason(), since);
  }
}
