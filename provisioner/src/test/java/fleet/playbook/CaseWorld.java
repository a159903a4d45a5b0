package fleet.playbook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A temporary root with its shell. A case that does not need root runs as nobody if we are root:
 * only then does a file that may not be read mean something.
 *
 * @param folder holds the root, the state folder and what the scripts print
 */
record CaseWorld(Path folder, TestShell shell, boolean asRoot, List<String> extraPath) {
  private static final int NOBODY = 65534;

  static boolean weAreRoot() {
    return System.getProperty("user.name").equals("root");
  }

  static CaseWorld create(Path folder, TestShell shell, boolean asRoot, List<String> extraPath)
      throws IOException {
    var world = new CaseWorld(folder, shell, asRoot, extraPath);
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    for (Path each : List.of(world.root(), world.home(), folder.resolve("out"))) {
      Files.createDirectories(each);
      if (weAreRoot() && !asRoot) {
        Files.setAttribute(each, "unix:uid", NOBODY);
        Files.setAttribute(each, "unix:gid", NOBODY);
      }
    }
    return world;
  }

  Path root() {
    return folder.resolve("root");
  }

  Path home() {
    return root().resolve("home");
  }

  private Path out(String name) {
    return folder.resolve("out").resolve(name);
  }

  /** What a part of the last script printed. */
  String printed(String name) throws IOException {
    return Processes.text(out(name));
  }

  /** Prepares or asserts: sh that ends at its first failing command. */
  Processes.Ended sh(String text, boolean asUser) throws IOException {
    Path script = Files.writeString(folder.resolve("sh"), "set -e\n" + text + "\n");
    return run(List.of("/bin/sh", script.toString()), asUser, System.getenv("PATH"));
  }

  /** Runs a script of ours in a shell of its own. */
  Processes.Ended shell(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("script"), text);
    List<String> command = new ArrayList<>(shell.command());
    command.add(script.toString());
    StringBuilder path = new StringBuilder();
    extraPath.forEach(each -> path.append(root().resolve(each)).append(':'));
    return run(command, true, path + shell.tools() + System.getenv("PATH"));
  }

  private Processes.Ended run(List<String> command, boolean asUser, String path)
      throws IOException {
    List<String> full = new ArrayList<>();
    if (asUser && weAreRoot() && !asRoot) {
      String nobody = String.valueOf(NOBODY);
      full.addAll(List.of("setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups", "--"));
    }
    full.addAll(command);
    Map<String, String> environment =
        Map.of(
            "HOME", home().toString(),
            "root", root().toString(),
            "scratch", folder.toString(),
            "PATH", path,
            "LC_ALL", shell.locale());
    return Processes.run(full, environment, root(), folder.resolve("stdout"));
  }

  /** What a run tells a shell first; only the state folder is our own, outside of the root. */
  String opening() {
    return Script.opening(asRoot, home().toString())
        + "\nfleet_state="
        + folder.resolve("out").resolve("state")
        + "\n";
  }

  /** A part that runs in the shell itself, as a trusted fragment does. */
  String trusted(String name, String text) {
    return "{\n:\n%s\n} >%s 2>%s </dev/null\necho $? >%s\n"
        .formatted(text, out(name), out(name + ".err"), out(name + ".status"));
  }

  /** A part that runs in a subshell, as fixes and users' texts do. */
  String apart(String name, String text) {
    return "(\nexec 2>&1\n%s\n) >%s </dev/null\necho $? >%s\n"
        .formatted(text, out(name), out(name + ".status"));
  }
}
