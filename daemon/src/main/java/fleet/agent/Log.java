package fleet.agent;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** One line for each change of state; what stays as it is says nothing. */
final class Log {
  private static final int LONGEST = 300;

  private final PrintStream out;
  private final Map<String, String> states = new HashMap<>();

  Log(PrintStream out) {
    this.out = out;
  }

  void say(String text) {
    out.println("fleetd: " + line(text));
  }

  /** Says the text where that subject was not in that state before. */
  void state(String subject, String state, String text) {
    String before = states.put(subject, state);
    if (!state.equals(before) && !text.isEmpty()) {
      say(text);
    }
  }

  /** One short line, whatever a coordinator put into it. */
  static String line(String text) {
    String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
  }
}
