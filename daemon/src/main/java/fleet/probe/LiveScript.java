package fleet.probe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All probes' scripts, as a look over SSH sends them: what each prints is read by {@link
 * ScriptRows}.
 */
public final class LiveScript {
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9@._:\\\\-]+");

  private LiveScript() {}

  /**
   * One question.
   *
   * @param id the probe's name
   */
  public record Part(String id, String script, Duration limit) {}

  /** Where the machine's clock was not looked at. */
  public static List<Part> of(Map<String, Probe> probes, List<String> services) {
    return of(probes, services, Optional.empty());
  }

  /**
   * One part a probe, in the order of their names.
   *
   * @param services that are expected to run on the machine
   * @param clockOffset by which the machine's clock is ahead of that of whoever looks
   */
  public static List<Part> of(
      Map<String, Probe> probes, List<String> services, Optional<Duration> clockOffset) {
    for (String service : services) {
      if (!SERVICE.matcher(service).matches()) {
        throw new IllegalArgumentException(
            "a service's name has letters, digits and @._:\\\\- only: "
                + ScriptRows.shown(service));
      }
    }
    String expected = String.join(" ", services);
    String offset = clockOffset.map(ahead -> Long.toString(ahead.toSeconds())).orElse("");
    return probes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            each ->
                new Part(
                    each.getKey(),
                    "fleet_services='%s' fleet_clock_offset=%s\n%s"
                        .formatted(expected, offset, each.getValue().script()),
                    each.getValue().limit()))
        .toList();
  }
}
