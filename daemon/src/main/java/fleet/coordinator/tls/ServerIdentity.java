package fleet.coordinator.tls;

import fleet.wire.Pin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate with those that sign it, its own the first, and its private key. */
public record ServerIdentity(List<X509Certificate> chain, PrivateKey key) {
  public ServerIdentity {
    chain = List.copyOf(chain);
  }

  /** Reads two PEM files. */
  public static ServerIdentity read(Path certificate, Path key) throws IOException {
    try (InputStream in = Files.newInputStream(certificate)) {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw new IOException(certificate + " holds no certificate");
      }
      var identity = new ServerIdentity(chain, PrivateKeyFile.read(key));
      identity.requireMatch(certificate, key);
      return identity;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + e.getFile(), e);
    } catch (GeneralSecurityException e) {
      throw new IOException(certificate + " is no certificate in PEM", e);
    }
  }

  private void requireMatch(Path certificate, Path file) throws IOException {
    try {
      var test = java.security.Signature.getInstance(algorithm());
      test.initSign(key);
      test.update((byte) 1);
      byte[] signed = test.sign();
      test.initVerify(chain.getFirst());
      test.update((byte) 1);
      if (test.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException _) {
      // told below
    }
    throw new IOException(file + " is not the key of " + certificate);
  }

  private String algorithm() {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }

  public Pin pin() {
    return Pin.of(chain.getFirst());
  }

  /** TLS 1.3 with this identity, asking nobody else for one. */
  public SSLContext context() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      char[] inMemoryOnly = new char[0];
      store.setKeyEntry("own", key, inMemoryOnly, chain.toArray(X509Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, inMemoryOnly);
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), null, null);
      context.getServerSessionContext().setSessionCacheSize(1000);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
