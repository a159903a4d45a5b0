package fleet.sim;

import java.util.ArrayList;
import java.util.List;

/** The last things that happened to each machine, so that an offender can be told about. */
public final class Histories {
  private static final int KEPT = 16;
  private static final What[] ALL = What.values();

  /** What happens to one machine. */
  enum What {
    STARTED(0, "its agent starts"),
    DIED(1, "it dies"),
    SLEPT(2, "it falls asleep"),
    WOKE(3, "it wakes up"),
    HEARD(4, "a beat arrives"),
    LOST(5, "a beat is lost on its way"),
    UNANSWERED(6, "a beat arrives, the answer is lost"),
    AWAY(7, "a beat finds no coordinator"),
    CUT(8, "a beat finds no way");

    private final int code;
    private final String words;

    What(int code, String words) {
      this.code = code;
      this.words = words;
    }
  }

  private final int[] ring;
  private final byte[] at;

  Histories(int machines) {
    ring = new int[machines * KEPT];
    at = new byte[machines];
  }

  void add(int machine, int second, What what) {
    int place = at[machine];
    // Seconds from 1, so that 0 says that nothing is there.
    ring[machine * KEPT + place] = (second + 1) * ALL.length + what.code;
    at[machine] = (byte) (place + 1 == KEPT ? 0 : place + 1);
  }

  /** The oldest first. */
  List<Line> of(int machine) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < KEPT; i++) {
      int entry = ring[machine * KEPT + (at[machine] + i) % KEPT];
      if (entry != 0) {
        lines.add(new Line(entry / ALL.length - 1, ALL[entry % ALL.length].words));
      }
    }
    return List.copyOf(lines);
  }

  /** What happened at a second of the run. */
  public record Line(int second, String what) {}
}
