package fleet.lab;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet lab status}. */
@Command(name = "status", description = "Show a lab's machines.", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LabStatusCommand implements Callable<Integer> {
  private record Document(int schema, Machines machines) {}

  private record Machines(int total, List<Lab.MachineStatus> items) {}

  @Mixin private LabOption lab;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = lab.out();
    try {
      List<Lab.MachineStatus> items = Lab.open(lab.name()).status();
      if (json) {
        var document = new Document(1, new Machines(items.size(), items));
        out.println(JsonMapper.shared().writeValueAsString(document));
      } else {
        items.forEach(
            m ->
                out.printf(
                    "%-8s %-15s Debian %d  %s%n", m.name(), m.address(), m.debian(), m.state()));
        out.println(items.size() + " machines in lab " + lab.name());
      }
      return 0;
    } catch (LabException e) {
      return lab.failed(e);
    }
  }
}
