package fleet.registry;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.yaml.BadFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of a registry, reading it ends soon: in a fleet, or in one clear line. */
class MutationTest {
  private static final int MUTATIONS = 500;
  private static final Pattern CLEAR = Pattern.compile("[^:]+:\\d+:\\d+: .+");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_./~-]+");
  private static final List<String> HOSTILE =
      List.of(
          "$(id)",
          "`id`",
          "-oProxyCommand=x",
          "\"a\\nb\"",
          "'; rm -rf /'",
          "&a",
          "*a",
          "!!x",
          "<<",
          "~",
          "null",
          "|",
          ">",
          "? ",
          "%",
          "@",
          "\t",
          "---",
          "...",
          "[",
          "]",
          "{",
          "}",
          ": ",
          "- ",
          "#",
          "\"\\0\"",
          "\u0000",
          "\uFEFF",
          "\u2028",
          "\uE000",
          "999999999999999999999",
          "-1",
          "all",
          "é",
          "\uD83D\uDE00",
          "\r",
          "\"",
          "'",
          "1e9");

  @Test
  void everyMutationEndsWell(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(Path.of("..", "fleet.yaml"));
    Path file = folder.resolve("fleet.yaml");
    int read = 0;
    int refused = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Files.write(file, mutated(whole, new Random(seed)));
      String mistake = mistake(file, seed);
      if (mistake.isEmpty()) {
        read++;
      } else {
        refused++;
        assertTrue(CLEAR.matcher(mistake).matches(), "seed " + seed + ": " + mistake);
      }
    }
    assertTrue(read > 20 && refused > 200, read + " read, " + refused + " refused");
  }

  private static String mistake(Path file, int seed) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          try {
            Registry.read(file, Path.of("/home/op"));
            return "";
          } catch (BadFileException e) {
            return e.getMessage();
          }
        },
        "seed " + seed);
  }

  private static byte[] mutated(byte[] whole, Random random) {
    String text = new String(whole, StandardCharsets.UTF_8);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(whole, random);
      case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 2 -> lines(text, random).getBytes(StandardCharsets.UTF_8);
      case 3, 4 -> token(text, random, HOSTILE.get(random.nextInt(HOSTILE.size())));
      case 5 -> token(text, random, nest(random));
      default -> token(text, random, huge(random));
    };
  }

  private static byte[] flipped(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private static String lines(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int one = random.nextInt(lines.size());
    int other = random.nextInt(lines.size());
    switch (random.nextInt(3)) {
      case 0 -> lines.add(other, lines.get(one));
      case 1 -> lines.remove(one);
      default -> lines.set(one, lines.set(other, lines.get(one)));
    }
    return String.join("\n", lines);
  }

  private static byte[] token(String text, Random random, String instead) {
    List<int[]> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(new int[] {matcher.start(), matcher.end()});
    }
    int[] at = tokens.get(random.nextInt(tokens.size()));
    return (text.substring(0, at[0]) + instead + text.substring(at[1]))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String nest(Random random) {
    int depth = random.nextInt(100_000);
    return switch (random.nextInt(4)) {
      case 0 -> "[".repeat(depth);
      case 1 -> "{a: ".repeat(depth);
      case 2 -> "\n" + "- ".repeat(depth);
      default -> "[".repeat(30) + "x" + "]".repeat(30);
    };
  }

  private static String huge(Random random) {
    int size = random.nextInt(1_500_000);
    return switch (random.nextInt(8)) {
      case 0 -> "x".repeat(size);
      case 1 -> "\"" + "x ".repeat(size / 4) + "\"";
      case 2 -> "[" + "a, ".repeat(size / 8) + "b]";
      case 3 -> "[" + "a,\n     ".repeat(size / 16) + "b]";
      case 4 -> "\n" + "  a.b.c\n".repeat(size / 16);
      case 5 -> "a.".repeat(size / 64) + "a";
      case 6 -> "/a".repeat(size / 1024);
      default -> "9".repeat(size);
    };
  }
}
