package fleet.coordinator;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is counted, as Prometheus reads it. */
public final class Metrics {
  private static final double[] BOUNDS = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10};

  private final LongAdder beats = new LongAdder();
  private final LongAdder storeErrors = new LongAdder();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final LongAdder[] requests = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  public Metrics() {
    for (int i = 0; i < requests.length; i++) {
      requests[i] = new LongAdder();
    }
  }

  public void beats(int count) {
    beats.add(count);
  }

  public void storeError() {
    storeErrors.increment();
  }

  /** One more of the type of a problem. */
  public void refused(String reason) {
    refused.computeIfAbsent(reason, _ -> new LongAdder()).increment();
  }

  /** How long a request took. */
  public void request(Duration took) {
    double seconds = took.toNanos() / 1e9;
    int bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    requests[bucket].increment();
    nanos.add(took.toNanos());
  }

  /**
   * All of it as text.
   *
   * @param machines how many have each verdict
   */
  public String text(Map<String, Integer> machines, int connections) {
    var text = new StringBuilder();
    family(text, "fleet_machines", "gauge", "Machines by their verdict of now.");
    new TreeMap<>(machines)
        .forEach((verdict, count) -> sample(text, "fleet_machines", "verdict", verdict, count));
    family(text, "fleet_connections", "gauge", "Connections that are open.");
    sample(text, "fleet_connections", connections);
    family(text, "fleet_beats_total", "counter", "Beats that were acknowledged.");
    sample(text, "fleet_beats_total", beats.sum());
    family(text, "fleet_refused_total", "counter", "Requests that were refused, by the reason.");
    new TreeMap<>(refused)
        .forEach((why, count) -> sample(text, "fleet_refused_total", "reason", why, count.sum()));
    family(text, "fleet_store_errors_total", "counter", "Requests that the store failed.");
    sample(text, "fleet_store_errors_total", storeErrors.sum());
    durations(text);
    return text.toString();
  }

  private void durations(StringBuilder text) {
    String name = "fleet_request_duration_seconds";
    family(text, name, "histogram", "How long requests took.");
    long below = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      below += requests[i].sum();
      sample(text, name + "_bucket", "le", String.valueOf(BOUNDS[i]), below);
    }
    below += requests[BOUNDS.length].sum();
    sample(text, name + "_bucket", "le", "+Inf", below);
    text.append(name).append("_sum ").append(nanos.sum() / 1e9).append('\n');
    sample(text, name + "_count", below);
  }

  private static void family(StringBuilder text, String name, String type, String help) {
    text.append("# HELP %s %s%n# TYPE %s %s%n".formatted(name, help, name, type));
  }

  private static void sample(StringBuilder text, String name, long value) {
    text.append(name).append(' ').append(value).append('\n');
  }

  private static void sample(StringBuilder text, String name, String label, String of, long value) {
    text.append("%s{%s=\"%s\"} %d%n".formatted(name, label, of, value));
  }
}
