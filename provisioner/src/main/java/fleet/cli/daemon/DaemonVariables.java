package fleet.cli.daemon;

import fleet.cli.Surroundings;
import fleet.registry.Fleet;
import java.util.Map;

/** What the playbook daemon is told by the command that runs it. */
public final class DaemonVariables {
  /** A playbook that leaves this one empty wants them all. */
  public static final String VERSION = "fleetd_version";

  private DaemonVariables() {}

  /** None where the fleet has no coordinator: there is nobody to report to. */
  public static Map<String, String> of(Surroundings here, Fleet fleet) {
    if (fleet.coordinator().isEmpty()) {
      return Map.of();
    }
    Parts parts = Parts.here();
    return Map.of(
        "coordinator",
        fleet.coordinator().get().toString(),
        VERSION,
        parts.version(),
        "fleetd_archives",
        Archives.made(here.cache(), parts).toString(),
        "fleetd_credentials",
        here.state().resolve("agents").resolve(fleet.name()).toString());
  }
}
