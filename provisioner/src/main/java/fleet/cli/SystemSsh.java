package fleet.cli;

import fleet.registry.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The system's own ssh, told what the registry says. */
public final class SystemSsh {
  private SystemSsh() {}

  /**
   * Logs in, with the terminal that is here, and returns what ssh ended with.
   *
   * @param words options of ssh, the machine's name, and what to run there
   */
  public static int run(Fleet fleet, Path home, boolean acceptNew, List<String> words)
      throws IOException, InterruptedException {
    Path config = Files.createTempFile("fleet-ssh", ".conf");
    try {
      Files.writeString(config, SshConfig.of(fleet, home, acceptNew));
      List<String> command = new ArrayList<>(List.of("ssh", "-F", config.toString()));
      command.addAll(words);
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } finally {
      Files.deleteIfExists(config);
    }
  }
}
