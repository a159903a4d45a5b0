package fleet.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder as it is: each path's type, mode, owner and content, and if asked its mtime and inode.
 */
record Snapshot(Map<String, String> paths) {
  /**
   * Takes one.
   *
   * @param exact whether mtimes and inodes belong to it
   */
  static Snapshot of(Path root, boolean exact) throws IOException {
    Map<String, String> paths = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        paths.put(root.relativize(path).toString(), describe(path, exact));
      }
    }
    return new Snapshot(paths);
  }

  private static String describe(Path path, boolean exact) throws IOException {
    Map<String, Object> facts = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    String about =
        "%s %s:%s".formatted(octal(facts.get("mode")), facts.get("uid"), facts.get("gid"));
    if (exact) {
      about += " %s %s".formatted(facts.get("lastModifiedTime"), facts.get("ino"));
    }
    if (Files.isSymbolicLink(path)) {
      return about + " -> " + Files.readSymbolicLink(path);
    }
    if (Files.isRegularFile(path) && Files.isReadable(path)) {
      return about + " " + new Content(Files.readAllBytes(path)).digest();
    }
    return about;
  }

  private static String octal(@Nullable Object mode) {
    return mode instanceof Integer bits ? Integer.toOctalString(bits) : "?";
  }

  /** One line a path, for a readable difference. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    paths.forEach((path, about) -> text.append(path).append(' ').append(about).append('\n'));
    return text.toString();
  }
}
