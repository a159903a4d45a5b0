package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The host keys that we know, read once for all machines; keys are compared, not decoded. */
final class KnownHosts {
  private final Path own;
  private final Map<String, List<KnownHost>> plain = new HashMap<>();
  private final List<KnownHost> patterns = new ArrayList<>();

  private KnownHosts(Path own) {
    this.own = own;
  }

  /**
   * Reads the files, those that are there.
   *
   * @param own the one that a newly accepted key goes to
   */
  static KnownHosts read(List<Path> files, Path own) throws IOException {
    KnownHosts known = new KnownHosts(own);
    List<Path> all = new ArrayList<>(files);
    if (!all.contains(own)) {
      all.add(own);
    }
    for (Path file : all) {
      if (Files.isReadable(file)) {
        new String(Files.readAllBytes(file), UTF_8)
            .lines()
            .forEach(line -> KnownHost.parse(file, line).ifPresent(known::add));
      }
    }
    return known;
  }

  private synchronized void add(KnownHost host) {
    String text = host.hosts().text();
    if (text.startsWith("|") || text.matches(".*[*?!].*")) {
      patterns.add(host);
      return;
    }
    for (String name : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      plain.computeIfAbsent(name, _ -> new ArrayList<>()).add(host);
    }
  }

  /** Every line about a machine. */
  synchronized List<KnownHost> of(String name) {
    List<KnownHost> found = new ArrayList<>(plain.getOrDefault(name, List.of()));
    patterns.stream().filter(host -> host.hosts().matches(name)).forEach(found::add);
    return found;
  }

  /** Remembers a key for good: one whole line, appended under a lock. */
  synchronized void accept(String name, String type, String body) throws IOException {
    byte[] line = (name + " " + type + " " + body + "\n").getBytes(UTF_8);
    try (FileChannel channel =
            FileChannel.open(
                own,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        FileLock _ = channel.lock()) {
      long end = channel.size();
      if (end > 0) {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, end - 1);
        if (last.get(0) != '\n') {
          channel.write(ByteBuffer.wrap(new byte[] {'\n'}), end++);
        }
      }
      channel.write(ByteBuffer.wrap(line), end);
      channel.force(true);
    }
    add(new KnownHost(own, "", new HostPattern(name), type, body));
  }
}
