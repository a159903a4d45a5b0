package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.Position;
import fleet.yaml.Shown;

/** Whether a text looks like its type; a path's {@code ~/} becomes the user's home. */
final class Shape {
  private Shape() {}

  static String check(ParameterType type, String name, Position at, String text, String home) {
    return switch (type) {
      case TEXT, TEXTS, SCRIPT, SCRIPTS -> text;
      case WHEN, VARS, STEPS -> throw new IllegalStateException(type + " is no type of a text");
      case BOOL ->
          require(
              text.equals("true") || text.equals("false"), at, name + " wants true or false", text);
      case INTEGER ->
          require(text.matches("0|-?[1-9][0-9]{0,8}"), at, name + " wants a whole number", text);
      case NAME ->
          require(
              text.matches("[^\\s\\p{Cntrl}'\"`$\\\\;&|<>()-][^\\s\\p{Cntrl}'\"`$\\\\;&|<>()]*"),
              at,
              name + " wants a plain name",
              text);
      case MODE ->
          require(
              text.matches("[0-7]{4}"),
              at,
              name + " wants four octal digits, as in \"0644\"",
              text);
      case PATH, PATHS -> path(name, at, text, home);
    };
  }

  private static String path(String name, Position at, String text, String home) {
    String full = text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    boolean clean =
        full.startsWith("/")
            && full.length() <= 4096
            && full.chars().noneMatch(Character::isISOControl)
            && !("/" + full + "/").contains("/../");
    require(
        clean,
        at,
        name + " wants an absolute path (or ~/…) without .. or control characters",
        text);
    return full.length() > 1 && full.endsWith("/") ? full.substring(0, full.length() - 1) : full;
  }

  private static String require(boolean fits, Position at, String wants, String text) {
    if (!fits) {
      throw new BadFileException(at, wants + ", not " + Shown.quoted(text));
    }
    return text;
  }
}
