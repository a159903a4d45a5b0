package fleet.coordinator.tls;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A private key in PEM, in any of the forms that OpenSSL writes without a passphrase. */
final class PrivateKeyFile {
  private PrivateKeyFile() {}

  static PrivateKey read(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file);
        var pem = new PEMParser(text)) {
      for (Object part = pem.readObject(); part != null; part = pem.readObject()) {
        switch (part) {
          case PrivateKeyInfo key -> {
            return new JcaPEMKeyConverter().getPrivateKey(key);
          }
          case PEMKeyPair pair -> {
            return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
          }
          default -> {} // the parameters of a curve, as a rule
        }
      }
    }
    throw new IOException(
        file + " holds no private key without a passphrase: openssl pkey -in KEY -out NEW");
  }
}
