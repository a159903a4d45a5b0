package fleet.coordinator.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Closes an answer that is kept for a repetition so that only who asks again can open it: it may
 * hold a new key, and no key is kept.
 */
final class Seal {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /** By a text that holds the asker's secret. */
  Seal(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(("fleet replay " + secret).getBytes(StandardCharsets.UTF_8));
      this.key = new SecretKeySpec(digest, "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  String close(String text) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    byte[] closed = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(NONCE + closed.length).put(nonce).put(closed).array());
  }

  String open(String sealed) {
    byte[] bytes = Base64.getDecoder().decode(sealed);
    byte[] nonce = Arrays.copyOf(bytes, NONCE);
    byte[] closed = Arrays.copyOfRange(bytes, NONCE, bytes.length);
    return new String(run(Cipher.DECRYPT_MODE, nonce, closed), StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] bytes) {
    try {
      var cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
