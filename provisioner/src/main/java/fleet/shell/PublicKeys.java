package fleet.shell;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Locale;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/** Public keys as ssh writes and names them. */
final class PublicKeys {
  private PublicKeys() {}

  static byte[] blob(PublicKey key) {
    return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
  }

  static String body(PublicKey key) {
    return Base64.getEncoder().encodeToString(blob(key));
  }

  static String type(PublicKey key) {
    return KeyType.fromKey(key).toString();
  }

  /** A key's fingerprint as ssh-keygen prints it: {@code SHA256:…}. */
  static String fingerprint(byte[] blob) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Type and fingerprint for a person: {@code ED25519 SHA256:…}. */
  static String describe(String type, byte[] blob) {
    String name =
        type.startsWith("ecdsa")
            ? "ECDSA"
            : type.replace("ssh-", "").replaceAll("-cert-v01@.*", "-CERT").toUpperCase(Locale.ROOT);
    return name + " " + fingerprint(blob);
  }
}
