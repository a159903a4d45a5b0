package fleet.mesh;

import fleet.shell.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was signed for whom and until when, the oldest first.
 *
 * @param serial the highest number that was ever given
 */
record CertificateBook(long serial, List<Certificate> certificates) {
  CertificateBook {
    certificates = List.copyOf(certificates);
  }

  /** What the file holds; one that cannot be read is not taken for an empty one. */
  static CertificateBook read(Path file) throws IOException {
    try {
      return JsonMapper.shared().readValue(Files.readAllBytes(file), CertificateBook.class);
    } catch (NoSuchFileException _) {
      return new CertificateBook(0, List.of());
    } catch (JacksonException _) {
      throw new IOException(
          "%s makes no sense; to have all signed anew: mv %s %s.bad"
              .formatted(file, Quote.sh(file.toString()), Quote.sh(file.toString())));
    }
  }

  void write(Path file) throws IOException {
    OwnFile.write(file, JsonMapper.shared().writeValueAsBytes(this));
  }

  CertificateBook with(Certificate certificate) {
    List<Certificate> all = new ArrayList<>(certificates);
    all.add(certificate);
    return new CertificateBook(Math.max(serial, certificate.serial()), all);
  }

  /** Without what is of no use to anybody: it is over, and the same machine has a later one. */
  CertificateBook since(Instant now) {
    return new CertificateBook(
        serial,
        certificates.stream().filter(one -> now.isBefore(one.until()) || !replaced(one)).toList());
  }

  private boolean replaced(Certificate one) {
    return certificates.stream()
        .anyMatch(
            other ->
                other.kind() == one.kind()
                    && other.machine().equals(one.machine())
                    && other.serial() > one.serial());
  }
}
