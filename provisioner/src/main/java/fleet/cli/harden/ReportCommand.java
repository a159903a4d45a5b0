package fleet.cli.harden;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.converge.RunReport.Listed;
import fleet.harden.Hardened;
import fleet.harden.History;
import fleet.harden.Numbers;
import fleet.registry.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet harden report}: how hard the machines are, by what past runs found. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Shows each machine's numbers as its last run left them, and how they came to be.",
      "Touches no machine: fleet harden --dry-run looks at them now."
    })
public final class ReportCommand implements Callable<Integer> {
  /** Runs of one machine that are shown to a person. */
  private static final int SHOWN = 5;

  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(
      names = "--on",
      paramLabel = "MACHINES",
      description = "Machines by name, role:NAME, or all (default); separated by commas.")
  private @Nullable String on;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  record Document(int schema, Instant asOf, Listed<Item> machines) {}

  /** One machine; one that was never hardened has no last run. */
  record Item(
      String machine,
      Optional<Instant> at,
      Optional<HardenDocument.Found> last,
      Listed<Run> runs) {}

  /** One past run on it. */
  record Run(
      String run,
      Instant at,
      String doing,
      String profile,
      String system,
      Numbers numbers,
      Listed<String> drift) {
    static Run of(Hardened run) {
      return new Run(
          run.run(),
          run.at(),
          run.doing(),
          run.profile(),
          run.build(),
          run.numbers(),
          Listed.of(run.drift().stream().map(each -> each.id()).toList()));
    }
  }

  @Override
  public Integer call() {
    Surroundings here = Surroundings.here();
    Members members = Members.of(here, registry);
    List<Machine> machines = members.fleet().select(Optional.ofNullable(on).orElse("all"));
    History history = Histories.of(here, members.fleet());
    if (json) {
      List<Item> items =
          machines.stream().map(machine -> item(machine, history.of(machine.name()))).toList();
      System.out.println(
          JsonMapper.shared().writeValueAsString(new Document(1, Instant.now(), Listed.of(items))));
      return Exit.OK;
    }
    int known = 0;
    for (Machine machine : machines) {
      List<Hardened> runs = history.of(machine.name());
      known += runs.isEmpty() ? 0 : 1;
      lines(machine, runs).forEach(System.out::println);
    }
    System.out.printf("%d of %d machines were hardened at least once%n", known, machines.size());
    return Exit.OK;
  }

  private static Item item(Machine machine, List<Hardened> runs) {
    Optional<Hardened> last = last(runs);
    return new Item(
        machine.name(),
        last.map(Hardened::at),
        last.map(HardenDocument.Found::of),
        Listed.of(runs.stream().map(Run::of).toList()));
  }

  private static Optional<Hardened> last(List<Hardened> runs) {
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
  }

  private static List<String> lines(Machine machine, List<Hardened> runs) {
    if (runs.isEmpty()) {
      return List.of(machine.name() + "  never hardened: fleet harden --on " + machine.name());
    }
    List<String> lines = new ArrayList<>(HardenText.machine(runs.getLast()));
    List<Hardened> shown = runs.subList(Math.max(0, runs.size() - SHOWN), runs.size()).reversed();
    for (Hardened run : shown) {
      String how =
          run.isApply() ? run.profile() + ": " + HardenText.numbers(run.numbers()) : "undone";
      String drift =
          run.drift().isEmpty()
              ? ""
              : "; drift: "
                  + String.join(", ", run.drift().stream().map(each -> each.id()).toList());
      lines.add("    %s  %s%s".formatted(run.at().toString().substring(0, 19), how, drift));
    }
    lines.add(
        "    %d of %d runs, on %s".formatted(shown.size(), runs.size(), runs.getLast().build()));
    return lines;
  }
}
