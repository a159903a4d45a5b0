package fleet.launch;

import fleet.registry.Machine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A machine that was asked whether it can take a session.
 *
 * @param look absent where it was not asked, because it was refused before
 */
record Choice(Machine machine, Optional<Look> look, Optional<Refusal> refusal) {
  /**
   * The one that knows the key, else that with the most free slots; of equals the first in
   * fleet.yaml.
   */
  static Optional<Choice> best(List<Choice> choices) {
    return choices.stream()
        .filter(choice -> choice.refusal().isEmpty())
        .max(
            Comparator.comparing(Choice::known)
                .thenComparingInt(Choice::freeSlots)
                .thenComparingInt(choice -> -choices.indexOf(choice)));
  }

  boolean isOf(String name) {
    return machine.name().equals(name);
  }

  /** Whether a session with the request's key is there. */
  private boolean known() {
    return look.filter(Look::known).isPresent();
  }

  private int freeSlots() {
    return machine.slots() - look.map(Look::taken).orElse(0);
  }
}
