package fleet.playbook;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A POSIX shell to try our texts with.
 *
 * @param command how it is started
 * @param tools a folder of its own tools in front of PATH, for busybox; else empty
 * @param locale what LC_ALL is: the texts must not care
 */
record TestShell(String name, List<String> command, String tools, String locale) {
  /** Applets that are no userland of an Alpine machine's, but would hide the machine's own. */
  private static final Set<String> NOT_TOOLS =
      Set.of("busybox", "sh", "ash", "dpkg", "dpkg-deb", "rpm");

  static final List<String> NAMES = List.of("dash", "busybox", "bash");

  private static boolean isHere(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  /** The shell of that name; the test is left out where there is none. */
  static TestShell needed(String name, Path temporary) throws IOException {
    if (!isHere(name)) {
      missing(name + " is not installed");
    }
    return named(name, temporary);
  }

  /** What cannot be tried here is a failure where the lab is required. */
  static void missing(String what) {
    if ("required".equals(System.getenv("FLEET_LAB"))) {
      fail(what);
    }
    abort(what);
  }

  private static TestShell named(String name, Path temporary) throws IOException {
    return switch (name) {
      case "busybox" ->
          new TestShell(name, List.of("busybox", "sh"), applets(temporary) + ":", "C.UTF-8");
      // As macOS runs its sh.
      case "bash" -> new TestShell(name, List.of("bash", "--posix"), "", "C.UTF-8");
      default -> new TestShell(name, List.of(name), "", "C");
    };
  }

  private static Path applets(Path temporary) throws IOException {
    Path folder = temporary.resolve("applets");
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
      Path busybox =
          Stream.of(System.getenv("PATH").split(":"))
              .map(each -> Path.of(each, "busybox"))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      for (String applet : Processes.output(List.of("busybox", "--list")).lines().toList()) {
        if (!NOT_TOOLS.contains(applet)) {
          Files.createSymbolicLink(folder.resolve(applet), busybox);
        }
      }
    }
    return folder;
  }
}
