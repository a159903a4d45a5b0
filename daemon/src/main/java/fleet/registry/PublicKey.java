package fleet.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A public key as OpenSSH writes it (sshd(8), authorized_keys), without options and comment. Both
 * parts were checked, so they are harmless in a shell and in a config file.
 *
 * @param type such as {@code ssh-ed25519}
 * @param body the key in base64
 */
public record PublicKey(String type, String body) {
  /** Of how many fields a key of each type consists, its type the first (RFC 4253, section 6.6). */
  private static final Map<String, Integer> FIELDS =
      Map.of(
          "ssh-ed25519", 2,
          "ssh-rsa", 3,
          "ecdsa-sha2-nistp256", 3,
          "ecdsa-sha2-nistp384", 3,
          "ecdsa-sha2-nistp521", 3,
          "sk-ssh-ed25519@openssh.com", 3,
          "sk-ecdsa-sha2-nistp256@openssh.com", 4);

  private static final int ED25519_BYTES = 32;

  /** The types that are known. */
  public static List<String> types() {
    return FIELDS.keySet().stream().sorted().toList();
  }

  /** Reads one line; a machine may say anything here, and only a key is taken. */
  public static Optional<PublicKey> parse(String line) {
    String[] words = line.strip().split("[ \t]+", 3);
    return words.length >= 2
        ? ofBody(words[1]).filter(key -> key.type().equals(words[0]))
        : Optional.empty();
  }

  /** The keys among some lines. */
  public static List<PublicKey> all(String lines) {
    return lines.lines().flatMap(line -> parse(line).stream()).distinct().toList();
  }

  /** The key of a body, which tells its type, too. */
  public static Optional<PublicKey> ofBody(String body) {
    List<byte[]> fields = fields(body);
    return typeOf(fields)
        .filter(type -> Optional.of(fields.size()).equals(Optional.ofNullable(FIELDS.get(type))))
        .filter(type -> !type.equals("ssh-ed25519") || fields.get(1).length == ED25519_BYTES)
        .map(type -> new PublicKey(type, body));
  }

  /** What a body says that it is; of one that was cut off, or is no key, there is no such thing. */
  public static Optional<String> typeOf(String body) {
    return typeOf(fields(body));
  }

  private static Optional<String> typeOf(List<byte[]> fields) {
    return fields.size() < 2
        ? Optional.empty()
        : Optional.of(new String(fields.getFirst(), StandardCharsets.US_ASCII));
  }

  /** The fields of which the key's bytes consist; none where they are no key. */
  private static List<byte[]> fields(String body) {
    List<byte[]> fields = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(decoded(body));
    while (bytes.remaining() >= Integer.BYTES) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        return List.of();
      }
      byte[] field = new byte[length];
      bytes.get(field);
      fields.add(field);
    }
    return bytes.hasRemaining() ? List.of() : fields;
  }

  private static byte[] decoded(String body) {
    try {
      byte[] bytes = Base64.getDecoder().decode(body);
      return Base64.getEncoder().encodeToString(bytes).equals(body) ? bytes : new byte[0];
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /** The key behind some words, as a line of known_hosts or, before a comment, authorized_keys. */
  public String text() {
    return type + " " + body;
  }
}
