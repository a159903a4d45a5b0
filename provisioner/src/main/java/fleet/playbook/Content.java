package fleet.playbook;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes of a file as a sh function can take them: a text for {@code printf %b}. */
public final class Content {
  private final byte[] bytes;

  public Content(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public static Content of(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256 in hexadecimal. */
  public String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Text as it is, save backslashes, and octal escapes for what is no text; {@code printf %b} makes
   * the same bytes of it in every POSIX sh.
   */
  public String escaped() {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text.replace("\\", "\\\\");
      }
    } catch (CharacterCodingException _) {
      return octal();
    }
    return octal();
  }

  private String octal() {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      boolean plain = b >= ' ' && b < 127 && b != '\\';
      text.append(plain ? String.valueOf((char) b) : "\\0%03o".formatted(b & 0xff));
    }
    return text.toString();
  }
}
