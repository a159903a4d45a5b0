package fleet.cli.launch;

import fleet.cli.UsageException;
import fleet.launch.Request;
import fleet.shell.Detached;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which machine a key was meant for: written before anything is started, so that the same key goes
 * to the same machine, also when that one is silent by then.
 */
public record Intents(Path folder, Request request) {
  /** The machine that the key belongs to: the given one, unless another was first. */
  public String machine(String chosen) {
    if (request.key().isEmpty()) {
      return chosen;
    }
    Path file = folder.resolve(Detached.id(request.project().name() + " " + request.key().get()));
    try {
      Files.createDirectories(folder);
      Path mine = Files.createTempFile(folder, ".new", "");
      try {
        Files.writeString(mine, chosen);
        // A link is made whole or not at all, and once.
        Files.createLink(file, mine);
        return chosen;
      } catch (FileAlreadyExistsException _) {
        return Files.readString(file).strip();
      } finally {
        Files.deleteIfExists(mine);
      }
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + e.getMessage());
    }
  }
}
