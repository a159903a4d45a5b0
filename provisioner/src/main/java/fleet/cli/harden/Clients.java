package fleet.cli.harden;

import fleet.registry.Machine;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.SpokenSsh;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What everybody who logs in somewhere in the fleet can speak: before a machine speaks less, it is
 * seen that each of them has something in common with it.
 */
public final class Clients {
  /** The variable of the playbook; a line "NAME SETTING ALGORITHM,ALGORITHM…" for each. */
  public static final String VARIABLE = "clients";

  /** What a machine's own ssh would offer, by its version and its configuration. */
  private static final String ASK =
      "ssh -G fleet-client 2>/dev/null </dev/null | grep -iE '^(kexalgorithms|ciphers|macs|hostkeyalgorithms) '";

  private Clients() {}

  /** The lines of all machines that can be asked, and of fleet itself. */
  public static String of(Connector connector, List<Machine> fleet, int parallel)
      throws InterruptedException {
    List<Optional<String>> said =
        Together.ask(fleet, parallel, machine -> offered(connector, machine));
    for (int i = 0; i < said.size(); i++) {
      if (said.get(i).isEmpty()) {
        System.err.printf(
            "fleet: %s cannot be asked what its ssh speaks, and is not counted%n",
            fleet.get(i).name());
      }
    }
    Stream<String> own =
        SpokenSsh.offered().entrySet().stream()
            .map(each -> "fleet " + each.getKey() + " " + String.join(",", each.getValue()));
    return Stream.concat(own, said.stream().flatMap(Optional::stream).flatMap(String::lines))
        .collect(Collectors.joining("\n"));
  }

  private static Optional<String> offered(Connector connector, Machine machine) {
    try (Connection connection = connector.open(machine, ASK)) {
      return Optional.of(
          connection
              .greeting()
              .lines()
              .filter(line -> line.matches("[a-z]+ [A-Za-z0-9@.,+_-]+"))
              .map(line -> machine.name() + " " + line)
              .collect(Collectors.joining("\n")));
    } catch (UnreachableException _) {
      return Optional.empty();
    }
  }
}
