package fleet.registry;

import fleet.yaml.Position;
import fleet.yaml.YamlMap;

/**
 * Puts a new entry behind the last one of a map, in the style of the map, touching nothing else.
 */
record Insertion(String text) {
  String into(YamlMap map, String entry) {
    int start = offset(map.at());
    if (text.charAt(start) != '{') {
      return newLine(map, entry);
    }
    if (!map.entries().isEmpty()) {
      int last = offset(map.entries().getLast().value().end());
      return text.substring(0, last) + ", " + entry + text.substring(last);
    }
    int end = offset(map.end());
    boolean endsLine = end == text.length() || isBreak(text.charAt(end));
    if (text.startsWith("{}", start) && endsLine && map.at().column() > 1) {
      // An empty map at the end of its line becomes a block, so that further entries get a line
      // each.
      String before = text.substring(0, start).stripTrailing();
      return before + lineBreak() + "  " + entry + text.substring(end);
    }
    return text.substring(0, end - 1) + entry + text.substring(end - 1);
  }

  private String newLine(YamlMap map, String entry) {
    String indent = " ".repeat(map.at().column() - 1);
    Position last = map.entries().getLast().value().end();
    int at = last.column() == 1 ? offset(last) : nextLine(offset(last));
    boolean afterBreak = at > 0 && isBreak(text.charAt(at - 1));
    String line = indent + entry + lineBreak();
    return text.substring(0, at) + (afterBreak ? line : lineBreak() + line) + text.substring(at);
  }

  private String lineBreak() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private int nextLine(int from) {
    int i = from;
    while (i < text.length() && !isBreak(text.charAt(i))) {
      i++;
    }
    return i == text.length() ? i : i + (text.startsWith("\r\n", i) ? 2 : 1);
  }

  private int offset(Position position) {
    int at = 0;
    for (int line = 1; line < position.line(); line++) {
      at = nextLine(at);
    }
    return text.offsetByCodePoints(at, position.column() - 1);
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
