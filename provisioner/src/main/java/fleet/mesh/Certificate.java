package fleet.mesh;

import java.time.Instant;
import java.util.List;

/**
 * A certificate that was signed; nothing in it is secret.
 *
 * @param key the body of the key that it is about
 * @param text what goes to the machine, one line
 */
record Certificate(
    long serial,
    CertificateWish.Kind kind,
    String machine,
    String key,
    List<String> principals,
    Instant until,
    String text) {
  Certificate {
    principals = List.copyOf(principals);
  }
}
