package fleet.playbook;

import fleet.registry.Machine;
import java.util.List;
import java.util.Optional;

/** A machine for tests that need just any. */
public final class SomeMachine {
  public static final Machine MACHINE =
      new Machine(
          "m1",
          "100.64.0.1",
          Optional.empty(),
          "dev",
          List.of("dev"),
          22,
          Optional.empty(),
          Optional.empty(),
          List.of("dev"),
          1,
          Optional.empty(),
          List.of(),
          false,
          Optional.empty());

  private SomeMachine() {}
}
