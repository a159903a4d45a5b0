package fleet.shell;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.signature.Signature;

/** A private key read from a file. */
final class FileKey implements Signer {
  private final String origin;
  private final byte[] blob;
  private final PrivateKey key;
  private final Factory.Named<KeyAlgorithm> factory;

  private FileKey(String origin, byte[] blob, PrivateKey key, Factory.Named<KeyAlgorithm> factory) {
    this.origin = origin;
    this.blob = blob;
    this.key = key;
    this.factory = factory;
  }

  static FileKey of(String file, PublicKey known, PrivateKey key) throws IOException {
    byte[] blob = PublicKeys.blob(known);
    Factory.Named<KeyAlgorithm> factory = factory(KeyType.fromKey(known));
    return new FileKey(PublicKeys.fingerprint(blob) + " from " + file, blob, key, factory);
  }

  private static Factory.Named<KeyAlgorithm> factory(KeyType type) throws IOException {
    return switch (type) {
      case ED25519 -> KeyAlgorithms.EdDSA25519();
      case ED25519_CERT -> KeyAlgorithms.EdDSA25519CertV01();
      case ECDSA256 -> KeyAlgorithms.ECDSASHANistp256();
      case ECDSA256_CERT -> KeyAlgorithms.ECDSASHANistp256CertV01();
      case ECDSA384 -> KeyAlgorithms.ECDSASHANistp384();
      case ECDSA384_CERT -> KeyAlgorithms.ECDSASHANistp384CertV01();
      case ECDSA521 -> KeyAlgorithms.ECDSASHANistp521();
      case ECDSA521_CERT -> KeyAlgorithms.ECDSASHANistp521CertV01();
      case RSA -> KeyAlgorithms.RSASHA512();
      case RSA_CERT, DSA, DSA_CERT, UNKNOWN ->
          throw new IOException("keys of type " + type + " are not supported");
    };
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public byte[] blob() {
    return blob.clone();
  }

  @Override
  public String algorithm() {
    return factory.getName();
  }

  @Override
  public byte[] sign(byte[] data) {
    Signature signature = factory.create().newSignature();
    signature.initSign(key);
    signature.update(data);
    return new Buffer.PlainBuffer()
        .putString(signature.getSignatureName())
        .putBytes(signature.encode(signature.sign()))
        .getCompactData();
  }
}
