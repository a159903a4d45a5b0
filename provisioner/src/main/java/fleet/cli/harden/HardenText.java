package fleet.cli.harden;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.harden.Control;
import fleet.harden.Exposure;
import fleet.harden.Hardened;
import fleet.harden.Numbers;
import fleet.harden.Port;
import fleet.harden.Seen;
import fleet.harden.Status;
import fleet.harden.Tool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of machines, in lines for a person. */
final class HardenText {
  private HardenText() {}

  /** A block of one machine: its numbers, and below them what speaks for and against them. */
  static List<String> machine(Hardened run) {
    List<String> lines = new ArrayList<>();
    lines.add(run.machine() + "  " + (run.isApply() ? numbers(run.numbers()) : putBack(run)));
    run.networks().forEach(network -> lines.add(row("seen", network(network))));
    controls(run).forEach(lines::add);
    run.undone()
        .forEach(
            undone ->
                lines.add(
                    row(
                        "undone",
                        "%1$s, because %2$s did not work with it: %3$s; to decline it: harden: {accept: {%1$s: WHY}} in fleet.yaml"
                            .formatted(undone.control(), undone.tool(), undone.why()))));
    lines.addAll(drift(run));
    if (!run.tools().isEmpty()) {
      lines.add(row("tools", tools(run)));
    }
    return lines;
  }

  static String numbers(Numbers n) {
    String others =
        Stream.of(
                counted(n.failed(), "failed"),
                counted(n.unknown(), "unknown"),
                counted(n.accepted(), "accepted"),
                counted(n.absent(), "n/a"))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return "%d proven outside, %d config only, %d blocked (of %d controls%s)"
        .formatted(
            n.proven(), n.config(), n.blocked(), n.total(), others.isEmpty() ? "" : "; " + others);
  }

  private static String counted(int number, String word) {
    return number == 0 ? "" : number + " " + word;
  }

  private static String putBack(Hardened run) {
    List<Status> recorded =
        run.controls().stream().map(Control::status).filter(s -> s != Status.PASS).toList();
    long back = recorded.stream().filter(status -> status == Status.FIXED).count();
    return "%d of %d recorded controls put back".formatted(back, recorded.size());
  }

  private static String network(Exposure network) {
    Seen after = network.after();
    String place = "%s %s".formatted(after.network(), after.address());
    if (after.blind().isPresent()) {
      return place + ": " + after.blind().get();
    }
    String seen =
        "%s from %s: open %s, %d shut"
            .formatted(place, after.from().orElse("?"), ports(after.open()), after.shut());
    if (!network.closed().isEmpty()) {
      seen += "; closed by this run: " + ports(network.closed());
    }
    if (!network.opened().isEmpty()) {
      seen += "; opened meanwhile: " + ports(network.opened());
    }
    if (!network.undeclared().isEmpty()) {
      seen +=
          "; NOT DECLARED in fleet.yaml: "
              + network.undeclared().stream().map(after::told).collect(Collectors.joining(", "));
    }
    if (!after.unsure().isEmpty()) {
      seen += "; cannot be told from there: " + ports(after.unsure());
    }
    return seen;
  }

  private static String ports(List<Port> ports) {
    return ports.isEmpty()
        ? "nothing"
        : ports.stream().map(Port::toString).collect(Collectors.joining(", "));
  }

  /** Those that are not simply true. */
  private static List<String> controls(Hardened run) {
    return run.controls().stream()
        .filter(control -> !control.status().isTrue())
        .filter(control -> control.status() != Status.NOT_APPLICABLE)
        .map(control -> row(control.status().word(), told(control)))
        .toList();
  }

  private static String told(Control control) {
    return control.id() + (control.why().isEmpty() ? "" : ": " + control.why());
  }

  static List<String> drift(Hardened run) {
    if (run.drift().isEmpty()) {
      return List.of();
    }
    String named =
        run.drift().stream()
            .map(each -> each.id() + " (now " + each.now().word() + ")")
            .collect(Collectors.joining(", "));
    String system =
        run.before()
            .map(before -> "; its system went from %s to %s".formatted(before, run.build()))
            .orElse("");
    return List.of(
        row("drift", "%d had not stayed true: %s%s".formatted(run.drift().size(), named, system)));
  }

  private static String tools(Hardened run) {
    List<String> parts = new ArrayList<>();
    for (Tool.State state : Tool.State.values()) {
      List<Tool> those = run.tools().stream().filter(tool -> tool.state() == state).toList();
      if (!those.isEmpty()) {
        parts.add(
            state.word()
                + ": "
                + those.stream().map(HardenText::tool).collect(Collectors.joining(", ")));
      }
    }
    if (!run.lost().isEmpty()) {
      parts.add(
          "LOST since this run began: "
              + run.lost().stream().map(Tool::id).collect(Collectors.joining(", ")));
    }
    return String.join("; ", parts);
  }

  private static String tool(Tool tool) {
    return tool.state() == Tool.State.FAILS ? tool.id() + " (" + tool.why() + ")" : tool.id();
  }

  private static String row(String word, String text) {
    return "    %-14s  %s".formatted(word, text);
  }

  /** The line of a machine of which nothing is known. */
  static String lost(MachineResult result) {
    return "%s  %s: %s"
        .formatted(result.machine(), result.outcome().word(), result.outcome().why());
  }

  static String total(List<MachineResult> results, Collection<Hardened> heard) {
    long well =
        results.stream()
            .filter(r -> !(r.outcome() instanceof Outcome.Failed))
            .filter(r -> heard.stream().anyMatch(h -> h.machine().equals(r.machine())))
            .count();
    return "%d of %d machines came out well".formatted(well, results.size());
  }
}
