package fleet.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/**
 * The SHA-256 of a certificate's public key, written as curl's {@code --pinnedpubkey} wants it:
 * {@code sha256//} and base64.
 */
public record Pin(String text) {
  public Pin {
    if (!text.matches("sha256//[A-Za-z0-9+/]{43}=")) {
      throw new IllegalArgumentException(
          "a pin is sha256// and 44 characters of base64, and not " + text);
    }
  }

  public static Pin of(X509Certificate certificate) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return new Pin("sha256//" + Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS that trusts the certificate of this pin and no other. */
  public SSLContext context() {
    return PinnedTrust.context(this);
  }

  @Override
  public String toString() {
    return text;
  }
}
