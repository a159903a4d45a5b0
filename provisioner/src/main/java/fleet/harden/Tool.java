package fleet.harden;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * Something that developers rely on, tried for real.
 *
 * @param why it does not work, or why there is nothing to try
 */
public record Tool(String id, State state, String why) {
  /** How it went. */
  public enum State {
    WORKS("works"),
    FAILS("fails"),
    ABSENT("absent");

    private final String word;

    State(String word) {
      this.word = word;
    }

    @JsonValue
    public String word() {
      return word;
    }
  }

  static Tool works(String id) {
    return new Tool(id, State.WORKS, "");
  }

  static Tool fails(String id, String why) {
    return new Tool(id, State.FAILS, why);
  }

  static Tool absent(String id, String why) {
    return new Tool(id, State.ABSENT, why);
  }

  /** The tools as they are; one that fails now and worked in an earlier look counts as working. */
  static List<Tool> atBest(List<Tool> now, List<Tool> earlier) {
    List<Tool> broken = lost(earlier, now);
    return now.stream().map(tool -> broken.contains(tool) ? works(tool.id()) : tool).toList();
  }

  /** What worked before and fails now. */
  static List<Tool> lost(List<Tool> before, List<Tool> after) {
    return after.stream()
        .filter(tool -> tool.state() == State.FAILS)
        .filter(
            tool ->
                before.stream().anyMatch(b -> b.id().equals(tool.id()) && b.state == State.WORKS))
        .toList();
  }
}
