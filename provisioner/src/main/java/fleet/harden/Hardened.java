package fleet.harden;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run of {@code fleet harden} found and did on one machine, as it is kept.
 *
 * @param doing {@code apply} or {@code undo}
 * @param host the machine's own id
 * @param build the system that the machine ran
 * @param boot changes with each start of the machine
 * @param lost the tools that worked when the run began and fail at its end
 * @param undone controls that were taken back because a tool did not work with them
 * @param drift what had not stayed true since the last run
 * @param before the system of the last run, where it was another one
 */
public record Hardened(
    int schema,
    String run,
    Instant at,
    String machine,
    String doing,
    String profile,
    String host,
    String build,
    String boot,
    List<Control> controls,
    List<Exposure> networks,
    List<Tool> tools,
    List<Tool> lost,
    List<Undone> undone,
    List<Drift> drift,
    Optional<String> before) {
  static final String APPLY = "apply";
  static final String UNDO = "undo";

  /** A line of a file may lack any of it. */
  public Hardened {
    Stream.of(run, at, machine, doing, profile, host, build, boot).forEach(Objects::requireNonNull);
    controls = List.copyOf(controls);
    networks = List.copyOf(networks);
    tools = List.copyOf(tools);
    lost = List.copyOf(lost);
    undone = List.copyOf(undone);
    drift = List.copyOf(drift);
  }

  /** A control that broke a tool. */
  public record Undone(String tool, String control, String why) {}

  Optional<Control> control(String id) {
    return controls.stream().filter(control -> control.id().equals(id)).findFirst();
  }

  public boolean isApply() {
    return doing.equals(APPLY);
  }

  /** Whether anything is not as it should be. */
  public boolean isRed() {
    return !lost.isEmpty()
        || controls.stream().anyMatch(control -> control.status().isRed())
        || (isApply() && networks.stream().anyMatch(network -> !network.undeclared().isEmpty()));
  }

  public Numbers numbers() {
    return Numbers.of(controls);
  }
}
