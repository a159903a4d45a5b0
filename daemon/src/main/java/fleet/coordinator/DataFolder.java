package fleet.coordinator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The folder in which a coordinator keeps what it knows. */
public final class DataFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where it keeps what it knows; $XDG_STATE_HOME/fleet/coordinator without it.")
  private @Nullable Path data;

  public Path dir() {
    if (data != null) {
      return data.toAbsolutePath();
    }
    String state = System.getenv().getOrDefault("XDG_STATE_HOME", "");
    Path base =
        state.startsWith("/")
            ? Path.of(state)
            : Path.of(System.getProperty("user.home"), ".local/state");
    return base.resolve("fleet/coordinator");
  }
}
