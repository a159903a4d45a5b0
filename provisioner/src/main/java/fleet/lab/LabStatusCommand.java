package fleet.lab;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet lab status}. */
@Command(name = "status", description = "Show a lab's machines.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LabStatusCommand implements Callable<Integer> {
  private record Document(int schema, Machines machines) {}

  private record Machines(int total, List<Lab.MachineStatus> items) {}

  @Spec private CommandSpec spec;

  @Option(
      names = "--name",
      defaultValue = "lab",
      description = "The lab's name (${DEFAULT-VALUE}).")
  private String name;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      List<Lab.MachineStatus> items = Lab.open(name).status();
      if (json) {
        var document = new Document(1, new Machines(items.size(), items));
        out.println(JsonMapper.shared().writeValueAsString(document));
      } else {
        items.forEach(
            m ->
                out.printf(
                    "%-8s %-15s Debian %d  %s%n", m.name(), m.address(), m.debian(), m.state()));
        out.println(items.size() + " machines in lab " + name);
      }
      return 0;
    } catch (LabException e) {
      spec.commandLine().getErr().println("fleet lab: " + e.getMessage());
      return 1;
    }
  }
}
