package fleet.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session by what its machine can see of it; what that means is decided here.
 *
 * @param stage the folder it lies in: todo, doing or done
 * @param event the last thing that happened to it
 * @param eventWhy what was said of that
 * @param since when that was, by the machine's clock
 * @param pid of the agent, if that very process is there
 * @param kept whether its supervisor or its watch is there
 * @param sameBoot whether the machine has not been restarted since it began
 * @param confirmed whether the agent ever gave a sign of life
 */
public record Session(
    String machine,
    String id,
    String stage,
    String event,
    String eventWhy,
    Instant since,
    Optional<Long> pid,
    boolean kept,
    boolean sameBoot,
    Optional<Instant> created,
    Optional<Instant> beat,
    Optional<Integer> exit,
    String project,
    String agent,
    String task,
    String branch,
    String worktree,
    String operator,
    String tokens,
    String cost,
    String log,
    boolean confirmed,
    Instant now) {
  private static final Duration STALE = Duration.ofMinutes(45);
  private static final int CELLS = 21;

  /** What it is now, and why. */
  public record State(String word, String why) {}

  /** Whether something of it may be at work. */
  public boolean isLive() {
    return !stage.equals("done") && !List.of("failed", "stopped").contains(state().word());
  }

  public State state() {
    return switch (stage) {
      case "done" ->
          new State(ended(), event.isEmpty() ? "how it ended was never written" : eventWhy);
      case "todo" -> new State("requested", "no supervisor has taken it");
      default -> doing();
    };
  }

  private String ended() {
    return switch (event) {
      case "ENDED" -> "ended";
      case "STOPPED" -> "stopped";
      case "REFUSED" -> "refused";
      default -> "failed";
    };
  }

  private State doing() {
    if (pid.isEmpty() && !kept) {
      return new State(
          "failed", sameBoot ? "its supervisor was killed" : "the machine was restarted");
    }
    if (pid.isEmpty()) {
      return new State(confirmed ? "ending" : "starting", "");
    }
    String without = kept ? "" : "its supervisor was killed, and the agent works on without one";
    if (!confirmed) {
      return event.equals("UNCONFIRMED")
          ? new State("unconfirmed", eventWhy)
          : new State("starting", without);
    }
    boolean stale = kept && beat.filter(at -> at.plus(STALE).isBefore(now)).isPresent();
    return new State("running", stale ? "stale: no beat for 45 minutes" : without);
  }

  /** The sessions among what a machine printed. */
  static List<Session> all(String machine, String out) {
    List<Session> sessions = new ArrayList<>();
    Instant now = Instant.EPOCH;
    for (String line : out.lines().toList()) {
      String[] cells = line.split("\t", -1);
      if (cells[0].equals("now")) {
        now = time(cells[1]).orElse(now);
      } else if (cells[0].equals("row") && cells.length > CELLS) {
        sessions.add(row(machine, cells, now));
      }
    }
    return sessions;
  }

  private static Session row(String machine, String[] cells, Instant now) {
    return new Session(
        machine,
        cells[1],
        cells[2],
        cells[3],
        cells[4],
        time(cells[5]).orElse(Instant.EPOCH),
        number(cells[6]),
        cells[7].equals("yes"),
        cells[8].equals("yes"),
        time(cells[9]),
        time(cells[10]),
        number(cells[11]).map(Long::intValue),
        cells[12],
        cells[13],
        cells[14],
        cells[15],
        cells[16],
        cells[17],
        cells[18],
        cells[19],
        cells[20],
        cells[21].equals("yes"),
        now);
  }

  private static Optional<Instant> time(String cell) {
    return number(cell).map(Instant::ofEpochSecond);
  }

  private static Optional<Long> number(String cell) {
    return cell.matches("[0-9]{1,12}") ? Optional.of(Long.parseLong(cell)) : Optional.empty();
  }
}
