package fleet.shell;

import java.io.IOException;

/** A private key that can sign, wherever it is kept. */
interface Signer {
  /** Where it comes from, for a person: {@code SHA256:… from ~/.ssh/id_ed25519}. */
  String origin();

  /** The signature algorithm, such as {@code ssh-ed25519} or {@code rsa-sha2-512}. */
  String algorithm();

  /** The public key as it goes over the wire. */
  byte[] blob();

  /** The signature as it goes over the wire: algorithm and bytes. */
  byte[] sign(byte[] data) throws IOException;
}
