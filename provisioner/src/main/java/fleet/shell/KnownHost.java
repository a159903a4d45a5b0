package fleet.shell;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of a known_hosts file.
 *
 * @param mark {@code @cert-authority}, {@code @revoked} or nothing
 * @param type the key's type, such as {@code ssh-ed25519}
 * @param body the key in base64
 */
record KnownHost(Path file, String mark, HostPattern hosts, String type, String body) {
  static final String AUTHORITY = "@cert-authority";
  static final String REVOKED = "@revoked";

  /** Lines that say nothing, or that we cannot read, count for nothing: as ssh has it. */
  static Optional<KnownHost> parse(Path file, String line) {
    String[] words = line.strip().split("\\s+", -1);
    int first = words[0].startsWith("@") ? 1 : 0;
    if (words[0].startsWith("#") || words.length < first + 3) {
      return Optional.empty();
    }
    String mark = first == 1 ? words[0] : "";
    return Optional.of(
        new KnownHost(
            file, mark, new HostPattern(words[first]), words[first + 1], words[first + 2]));
  }
}
