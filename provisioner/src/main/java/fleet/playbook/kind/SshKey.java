package fleet.playbook.kind;

import fleet.registry.PublicKey;
import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Position;
import fleet.yaml.Shown;

/** Public keys in a playbook: what is wrong with one is told with its place. */
final class SshKey {
  private SshKey() {}

  /**
   * The key, if it is one.
   *
   * @throws BadFileException where the type is not known or the body is no key of that type
   */
  static PublicKey of(Position at, String type, String body) {
    if (!PublicKey.types().contains(type)) {
      throw new BadFileException(
          at,
          Shown.quoted(type)
              + " is no type of a key here"
              + DidYouMean.hint(type, PublicKey.types()));
    }
    String inner = innerType(at, body);
    if (!inner.equals(type)) {
      throw new BadFileException(
          at, "the key is called " + type + ", but it is a key of type " + Shown.quoted(inner));
    }
    return PublicKey.ofBody(body).orElseThrow(() -> notWhole(at, body));
  }

  /** What a body says that it is; of a key that was cut off there is no such thing. */
  static String innerType(Position at, String body) {
    return PublicKey.typeOf(body).orElseThrow(() -> notWhole(at, body));
  }

  private static BadFileException notWhole(Position at, String body) {
    return new BadFileException(at, Shown.quoted(body) + " is no whole public key in base64");
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
