package fleet.cli.harden;

import fleet.cli.Surroundings;
import fleet.harden.History;
import fleet.registry.Fleet;

/** Where the operator keeps what past runs found. */
public final class Histories {
  private Histories() {}

  public static History of(Surroundings here, Fleet fleet) {
    return new History(here.state().resolve("harden").resolve(fleet.name()));
  }
}
