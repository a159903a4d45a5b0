package fleet.cli.coordinator;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.PlaybookRun;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.WatchedRun;
import fleet.converge.Task;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.shell.BlockedException;
import fleet.shell.Connector;
import fleet.shell.KeptConnections;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import fleet.wire.CoordinatorException;
import java.util.List;
import java.util.Optional;

/** The end of a bootstrap: machines are registered with the coordinator, and report to it. */
public final class Reporting {
  private Reporting() {}

  /** Nothing to do where fleet.yaml names no coordinator; returns the exit code. */
  public static int of(RegistryOption registry, RunOptions options) throws InterruptedException {
    Surroundings here = Surroundings.here();
    Members members = Members.of(here, registry);
    Fleet fleet = members.fleet();
    Optional<Coordinator> coordinator = Coordinator.of(here, fleet);
    if (coordinator.isEmpty()) {
      return Exit.OK;
    }
    Enrolment enrolment =
        new Enrolment(coordinator.get(), here.state().resolve("agents").resolve(fleet.name()));
    List<Machine> machines = members.chosen(options, true);
    List<Machine> known = registered(enrolment, members, machines, options);
    if (known.isEmpty()) {
      return Exit.FAILED;
    }
    int exit =
        new PlaybookRun(registry, options)
            .on(known)
            .run("bootstrap", List.of("daemon"), Task.Mode.APPLY, false);
    if (exit == Exit.OK) {
      known.forEach(enrolment::delivered);
    }
    return known.size() == machines.size() ? exit : Math.max(exit, Exit.FAILED);
  }

  /** Those that the coordinator took; each is logged in to once. */
  private static List<Machine> registered(
      Enrolment enrolment, Members members, List<Machine> machines, RunOptions options)
      throws InterruptedException {
    try (Connector connector = new KeptConnections(members.connector(options))) {
      return Together.ask(
              machines,
              options.parallel(),
              machine -> {
                Registered one = register(enrolment, machine, connector);
                WatchedRun.prose(options).printf("%s  registered: %s%n", machine.name(), one.how());
                return one;
              })
          .stream()
          .filter(Registered::taken)
          .map(Registered::machine)
          .toList();
    }
  }

  /** How one came out. */
  private record Registered(Machine machine, boolean taken, String how) {}

  private static Registered register(Enrolment enrolment, Machine machine, Connector connector) {
    try {
      return new Registered(machine, true, enrolment.of(machine, connector));
    } catch (CoordinatorException | UnreachableException | BlockedException e) {
      return new Registered(machine, false, "no: " + e.getMessage());
    }
  }
}
