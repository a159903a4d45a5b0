package fleet.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which registry a command reads. */
public final class RegistryOption {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The registry (default: ./fleet.yaml, else that of the user's configuration).")
  private @Nullable Path file;

  /** The registry's path. */
  public Path path(Surroundings surroundings) {
    return surroundings.registry(Optional.ofNullable(file));
  }

  /** Whether there is one at all. */
  public boolean exists(Surroundings surroundings) {
    return file != null || surroundings.hasRegistry();
  }
}
