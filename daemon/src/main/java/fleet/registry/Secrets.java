package fleet.registry;

import java.util.List;
import java.util.Optional;

/**
 * Where secrets come from; never a secret itself.
 *
 * @param command what prints them, for {@link Provider#COMMAND} alone
 * @param required names of keys without which nothing is launched
 */
public record Secrets(
    Provider provider, List<String> command, List<String> required, Optional<Shared> shared) {
  public Secrets {
    command = List.copyOf(command);
    required = List.copyOf(required);
  }

  /** Infisical, the operator's environment, or a command of the operator's. */
  public enum Provider {
    INFISICAL,
    ENV,
    COMMAND
  }

  /** Keys of one folder that every project gets. */
  public record Shared(String source, List<String> keys) {
    public Shared {
      keys = List.copyOf(keys);
    }
  }
}
