package fleet.cli.health;

import java.util.ArrayList;
import java.util.List;

/** A text in lines that are no longer than that, broken between words where it can be. */
final class Wrapped {
  private Wrapped() {}

  static List<String> lines(String text, int most) {
    List<String> lines = new ArrayList<>();
    String rest = text.strip();
    while (rest.length() > most) {
      int space = rest.lastIndexOf(' ', most);
      int end = space > 0 ? space : most;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
