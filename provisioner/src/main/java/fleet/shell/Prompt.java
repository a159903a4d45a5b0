package fleet.shell;

import java.util.Optional;

/** Asks the person at the terminal for a secret; empty when there is nobody to ask. */
@FunctionalInterface
public interface Prompt {
  Prompt NOBODY = _ -> Optional.empty();

  Optional<char[]> secret(String question);
}
