package fleet.coordinator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key of a person ({@code fk_}), the token of a machine ({@code ft_}) or one to join with ({@code
 * fj_}): 256 random bits. It is never kept and never printed but to whom it is made for; what is
 * kept is its SHA-256, by which it is found, so that no time that is taken tells anything of it.
 */
public record Secret(Kind kind, String text) {
  private static final int LENGTH = 46;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What a secret is good for. */
  public enum Kind {
    KEY("fk_"),
    TOKEN("ft_"),
    JOIN("fj_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  public static Secret make(Kind kind) {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new Secret(
        kind, kind.prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The secret that somebody shows, if it has the form of one. */
  public static Optional<Secret> of(String text) {
    if (text.length() != LENGTH || !text.chars().allMatch(Secret::isOfBase64)) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix)) {
        return Optional.of(new Secret(kind, text));
      }
    }
    return Optional.empty();
  }

  private static boolean isOfBase64(int c) {
    int letter = c | 0x20;
    return (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }

  /** What is kept of it. */
  public String hash() {
    return sha256(text);
  }

  /** How its holder is called in the audit. */
  public String actor() {
    return hash().substring(0, 16);
  }

  /** In hexadecimal digits. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return kind.prefix + "…";
  }
}
