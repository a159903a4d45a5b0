package fleet.playbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One thing done wrong in a playbook, the same for the same seed. */
final class Mutation {
  private static final Pattern TOKEN = Pattern.compile("\"[^\"\n]*\"|[A-Za-z0-9_./~@>=-]+");
  private static final List<String> STRANGE =
      List.of(
          "",
          "~",
          "null",
          "[]",
          "{}",
          "[[x]]",
          "{x: y}",
          "true",
          "-1",
          "0",
          "0777",
          "07777",
          "99999999999",
          "1.5",
          "\"\"",
          "\" \"",
          "\"a\\nb\"",
          "\"!na\"",
          "\"\\e[31m\"",
          "\"\\0\"",
          "é",
          "\"\\u2028\"",
          "\"\\U0001F600\"",
          "-x",
          "--",
          "/",
          "//",
          "~",
          "~/",
          "~root",
          "../x",
          "/../x",
          "./a:b.yaml",
          "./",
          ".yaml",
          "/dev/zero",
          "/proc/self/environ",
          "/etc/shadow",
          "${",
          "${}",
          "${nope}",
          "${user}",
          "$${user}",
          "${user",
          "$(id)",
          "`id`",
          "';id;'",
          "&a",
          "*a",
          "!!map",
          "|",
          "---",
          "%",
          "everything",
          "include",
          "steps",
          "sudo",
          "as",
          "when",
          "secret",
          "{os: linux, os: macos}",
          "{has: \"a;b\"}",
          "linxu",
          "debain",
          "{",
          "]");

  private Mutation() {}

  static byte[] of(byte[] whole, Random random) {
    String text = new String(whole, UTF_8);
    return switch (random.nextInt(10)) {
      case 0 -> bits(whole, random);
      case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 2 -> bytes(lines(text, random));
      case 3 -> bytes(huge(text, random));
      case 4, 5 -> bytes(swapped(text, random));
      default -> bytes(replaced(text, random, STRANGE.get(random.nextInt(STRANGE.size()))));
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] bits(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private static String lines(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size()), line);
      case 2 -> lines.set(at, "  " + line);
      case 3 -> lines.set(at, line.replaceFirst("^  ", ""));
      default -> lines.set(at, line.replaceFirst("- ", ""));
    }
    return String.join("\n", lines);
  }

  /** A value where another is wanted: each is well formed, and in the wrong place. */
  private static String swapped(String text, Random random) {
    List<int[]> tokens = tokens(text);
    int[] from = tokens.get(random.nextInt(tokens.size()));
    return replaced(text, random, text.substring(from[0], from[1]));
  }

  private static String replaced(String text, Random random, String instead) {
    List<int[]> tokens = tokens(text);
    int[] at = tokens.get(random.nextInt(tokens.size()));
    return text.substring(0, at[0]) + instead + text.substring(at[1]);
  }

  private static String huge(String text, Random random) {
    String piece =
        switch (random.nextInt(6)) {
          case 0 -> "\"" + "x".repeat(random.nextInt(60_000)) + "\"";
          case 1 -> "[" + "a,\n     ".repeat(random.nextInt(50_000)) + "b]";
          case 2 -> "\"" + "${".repeat(random.nextInt(30_000)) + "\"";
          case 3 -> "\"" + "${user}".repeat(random.nextInt(9_000)) + "\"";
          case 4 -> "/" + "a/".repeat(random.nextInt(30_000));
          default -> "[".repeat(random.nextInt(60_000));
        };
    return random.nextInt(4) == 0
        ? text + "\n  - package: git".repeat(random.nextInt(50_000))
        : replaced(text, random, piece);
  }

  private static List<int[]> tokens(String text) {
    List<int[]> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(new int[] {matcher.start(), matcher.end()});
    }
    return tokens;
  }
}
