package fleet.mesh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A public key as OpenSSH writes it (sshd(8), authorized_keys), without options and comment. Both
 * parts were checked, so they are harmless in a shell and in a config file.
 *
 * @param type such as {@code ssh-ed25519}
 * @param body the key in base64
 */
record KeyLine(String type, String body) {
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa");

  /** Reads one line; a machine may say anything here, and only a key is taken. */
  static Optional<KeyLine> parse(String line) {
    String[] words = line.strip().split("[ \t]+", 3);
    return words.length >= 2 && TYPES.contains(words[0]) && holds(words[1], words[0])
        ? Optional.of(new KeyLine(words[0], words[1]))
        : Optional.empty();
  }

  /** The keys among some lines. */
  static List<KeyLine> all(String lines) {
    return lines.lines().flatMap(line -> parse(line).stream()).distinct().toList();
  }

  /** The key of a body, which tells its type, too. */
  static Optional<KeyLine> ofBody(String body) {
    return TYPES.stream()
        .filter(type -> holds(body, type))
        .map(type -> new KeyLine(type, body))
        .findFirst();
  }

  /** A key's bytes begin with the length and name of its type (RFC 4253, section 6.6). */
  private static boolean holds(String body, String type) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(body));
      byte[] name = type.getBytes(StandardCharsets.US_ASCII);
      return bytes.remaining() > 4 + name.length
          && bytes.getInt() == name.length
          && bytes.slice(4, name.length).equals(ByteBuffer.wrap(name));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** The key behind some words, as a line of known_hosts or, before a comment, authorized_keys. */
  String text() {
    return type + " " + body;
  }
}
