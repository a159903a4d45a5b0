package fleet.playbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A made-up file of keys, line by line, so that what shall become of it is known without reading
 * it.
 *
 * @param step the arguments of a step about it
 * @param wanted what shall be there and the line that brings it, in order
 * @param endings what is behind each line; nothing behind a last one without its newline
 */
record KeyFile(
    String kind, String step, Map<String, String> wanted, List<Line> lines, List<String> endings) {

  /**
   * One line.
   *
   * @param gives what of the wanted is there by it; nothing where empty
   */
  record Line(byte[] text, boolean goes, String gives) {
    static Line stays(String text) {
      return new Line(text.getBytes(UTF_8), false, "");
    }
  }

  /** What the check must find. */
  String state(String right) {
    int removed = removed();
    int missing = missing().size();
    return missing + removed == 0 ? right : "%d missing, %d to remove".formatted(missing, removed);
  }

  int removed() {
    return (int) lines.stream().filter(Line::goes).count();
  }

  byte[] given() {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < lines.size(); i++) {
      bytes.writeBytes(lines.get(i).text());
      bytes.writeBytes(endings.get(i).getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  /** What stays of it; its last line gets a newline if another follows. */
  byte[] kept() {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).goes()) {
        bytes.writeBytes(lines.get(i).text());
        boolean open = endings.get(i).isEmpty() && !missing().isEmpty();
        bytes.writeBytes((open ? ending() : endings.get(i)).getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  byte[] fixed() {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(kept());
    missing().forEach(line -> bytes.writeBytes((line + ending()).getBytes(UTF_8)));
    return bytes.toByteArray();
  }

  private List<String> missing() {
    Map<String, String> missing = new LinkedHashMap<>(wanted);
    lines.forEach(line -> missing.remove(line.gives()));
    return List.copyOf(missing.values());
  }

  private String ending() {
    return !endings.isEmpty() && endings.getFirst().equals("\r\n") ? "\r\n" : "\n";
  }

  /** Made of a seed; every fourth has lines as Windows ends them, every fourth of both sorts. */
  static KeyFile of(int seed, RandomGenerator random) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      bodies.add(body(random));
    }
    KeyFile empty =
        seed % 2 == 0 ? AuthorizedFile.of(bodies, random) : KnownFile.of(bodies, random);
    List<String> endings = new ArrayList<>();
    for (int i = 0; i < empty.lines.size(); i++) {
      boolean windows = seed / 2 % 4 == 0 || (seed / 2 % 4 == 1 && random.nextBoolean());
      endings.add(windows ? "\r\n" : "\n");
    }
    if (!endings.isEmpty() && empty.lines.getLast().text().length > 0 && random.nextBoolean()) {
      endings.set(endings.size() - 1, "");
    }
    return new KeyFile(empty.kind, empty.step, empty.wanted, empty.lines, endings);
  }

  /** The base64 of an ed25519 key. */
  private static String body(RandomGenerator random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    byte[] type = "ssh-ed25519".getBytes(UTF_8);
    return Base64.getEncoder()
        .encodeToString(
            ByteBuffer.allocate(8 + type.length + key.length)
                .putInt(type.length)
                .put(type)
                .putInt(key.length)
                .put(key)
                .array());
  }

  /** Lines that say nothing to ssh. */
  static Line noise(List<String> bodies, RandomGenerator random) {
    String body = pick(bodies, random);
    return switch (random.nextInt(6)) {
      case 0 -> Line.stays(pick(List.of("", " ", "\t \t"), random));
      case 1 -> Line.stays(pick(List.of("#", " \t# "), random) + "n0 ssh-ed25519 " + body);
      case 2 -> Line.stays("command=\"never ended ssh-ed25519 " + body + " fleet:r1");
      case 3 -> Line.stays(pick(List.of("-n", "--help $(touch ran)", "\\", "\"", "ünï ☃"), random));
      case 4 -> Line.stays(body + " ssh-ed25519");
      default -> {
        byte[] bytes = new byte[1 + random.nextInt(30)];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (128 + random.nextInt(128));
        }
        yield new Line(bytes, false, "");
      }
    };
  }

  static <T> T pick(List<T> among, RandomGenerator random) {
    return among.get(random.nextInt(among.size()));
  }

  /** Some of them, in their order. */
  static <T> Set<T> some(List<T> of, RandomGenerator random) {
    Set<T> some = new LinkedHashSet<>(of);
    some.removeIf(_ -> random.nextInt(3) == 0);
    return some;
  }

  /** A list as YAML writes it. */
  static String list(Iterable<String> texts) {
    List<String> quoted = new ArrayList<>();
    texts.forEach(text -> quoted.add("'" + text.replace("'", "''") + "'"));
    return quoted.toString();
  }
}
