package fleet.cli.machine;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.converge.RunReport.Listed;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet machine list}: the machines of the registry. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists all machines of the registry, the revoked ones too.")
public final class ListCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  record Line(
      String name,
      String address,
      String user,
      int port,
      Optional<String> os,
      List<String> roles,
      int slots,
      Optional<String> jump,
      Optional<String> revoked) {}

  record Document(int schema, String fleet, Listed<Line> machines) {}

  @Override
  public Integer call() {
    Fleet fleet = Members.of(Surroundings.here(), registry).fleet();
    List<Line> lines = fleet.machines().stream().map(ListCommand::line).toList();
    if (json) {
      System.out.println(
          JsonMapper.shared().writeValueAsString(new Document(1, fleet.name(), Listed.of(lines))));
      return Exit.OK;
    }
    int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    for (Line line : lines) {
      System.out.println(
          ("%-" + width + "s  %-15s  %s@%d  %s%s")
              .formatted(
                  line.name(),
                  line.address(),
                  line.user(),
                  line.port(),
                  String.join(",", line.roles()),
                  line.revoked().map(date -> "  revoked " + date).orElse(""))
              .stripTrailing());
    }
    System.out.printf("%d machines, %d of them members%n", lines.size(), fleet.members().size());
    return Exit.OK;
  }

  private static Line line(Machine machine) {
    return new Line(
        machine.name(),
        machine.address(),
        machine.user(),
        machine.port(),
        machine.os(),
        machine.roles(),
        machine.slots(),
        machine.jump(),
        machine.revoked());
  }
}
