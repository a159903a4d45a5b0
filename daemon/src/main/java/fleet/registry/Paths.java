package fleet.registry;

import java.nio.file.Path;

/** What paths in fleet.yaml mean: {@code ~/} is the operator's home, others count from the file. */
record Paths(Path home, Path file) {
  Path expand(String text) {
    Path folder = file.toAbsolutePath().getParent();
    if (text.startsWith("~/")) {
      return home.resolve(text.substring(2)).normalize();
    }
    return folder == null ? Path.of(text) : folder.resolve(text).normalize();
  }
}
