package fleet.proof;

import fleet.lab.Lab;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Someone at a keyboard, with a home, a registry and playbooks of their own. */
final class Operator {
  static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path folder;
  private final Path registry;

  private Operator(Path folder, Path registry) {
    this.folder = folder;
    this.registry = registry;
  }

  /** Who works with a lab's own registry. */
  static Operator of(Path folder, Lab lab) {
    return new Operator(folder, lab.registry());
  }

  /** Who wrote another registry; {@code fleet.yaml} and known_hosts lie in the folder. */
  static Operator with(Path folder, String registry, String knownHosts) {
    write(folder.resolve("known_hosts"), knownHosts);
    return new Operator(folder, write(folder.resolve("fleet.yaml"), registry));
  }

  Path state() {
    return folder.resolve("state/fleet");
  }

  Path registry() {
    return registry;
  }

  /** Writes a playbook and returns how it is named on the command line. */
  String playbook(String name, String text) {
    return write(folder.resolve(name + ".yaml"), text).toString();
  }

  /** Does what a message of fleet says, word by word, in the folder of the registry. */
  Ended follow(String advice) throws InterruptedException {
    String[] words = advice.strip().split(" ", -1);
    if (words[0].equals("fleet")) {
      return launch(java(List.of(words).subList(1, words.length))).end(LIMIT);
    }
    return launch(List.of("sh", "-c", advice)).end(LIMIT);
  }

  /** Runs a command of fleet, as {@code mesh verify}, to its end; {@code -f} is added. */
  Ended fleet(String command, String... arguments) throws InterruptedException {
    return start(command, arguments).end(LIMIT);
  }

  Running start(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    if (!command.equals("runs")) {
      words.addAll(List.of("-f", registry.toString()));
    }
    words.addAll(List.of(arguments));
    return launch(java(words));
  }

  private List<String> java(List<String> arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + folder,
                "-Dfleet.home=" + installation(),
                "-cp",
                System.getProperty("java.class.path"),
                "fleet.cli.Main"));
    words.addAll(arguments);
    return words;
  }

  private Running launch(List<String> command) {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().remove("SSH_AUTH_SOCK");
    builder.environment().remove("DRY_RUN");
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      return new Running(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder that holds the built-in playbooks, from wherever in it the tests are run. */
  static Path installation() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("playbooks")) ? here : here.resolveSibling("");
  }

  private static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
