package fleet.playbook.kind;

import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Position;
import fleet.yaml.Shown;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A public key as ssh's files write it: its type, and its bytes in base64. */
record SshKey(String type, String body) {
  private static final List<String> TYPES =
      List.of(
          "ssh-ed25519",
          "ssh-rsa",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  /**
   * The key, if it is one.
   *
   * @throws BadFileException where the type is not known or the body is no key of that type
   */
  static SshKey of(Position at, String type, String body) {
    if (!TYPES.contains(type)) {
      throw new BadFileException(
          at, Shown.quoted(type) + " is no type of a key here" + DidYouMean.hint(type, TYPES));
    }
    String inner = innerType(at, body);
    if (!inner.equals(type)) {
      throw new BadFileException(
          at, "the key is called " + type + ", but it is a key of type " + Shown.quoted(inner));
    }
    return new SshKey(type, body);
  }

  /** What a body says that it is; of a key that was cut off there is no such thing. */
  static String innerType(Position at, String body) {
    List<byte[]> fields = fields(body);
    if (fields.size() < 2) {
      throw new BadFileException(at, Shown.quoted(body) + " is no whole public key in base64");
    }
    return new String(fields.getFirst(), StandardCharsets.US_ASCII);
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

  /** Refuses what is not one line of printable text. */
  static String line(Position at, String name, String text) {
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw new BadFileException(
          at, "each of '" + name + "' is one line, not empty and without control characters");
    }
    return text;
  }
}
