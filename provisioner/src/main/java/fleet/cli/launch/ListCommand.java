package fleet.cli.launch;

import fleet.cli.Exit;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.converge.RunReport.Listed;
import fleet.launch.Session;
import fleet.launch.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet sessions list}: every session that any machine knows of. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows the sessions of all machines: those that live and those of the last day.")
public final class ListCommand implements Callable<Integer> {
  private static final Duration RECENT = Duration.ofDays(1);

  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Option(names = "--all", description = "Also those that ended longer ago.")
  private boolean all;

  record Item(
      String session,
      String machine,
      String project,
      String agent,
      String task,
      String state,
      String why,
      Optional<Long> pid,
      Optional<Integer> exit,
      Optional<Instant> created,
      Instant since,
      Optional<Instant> beat,
      String tokens,
      String cost,
      String worktree,
      String branch,
      String operator,
      String log) {}

  record Lost(String machine, String why) {}

  record Document(int schema, Instant asOf, Listed<Item> sessions, Listed<Lost> unreachable) {}

  @Override
  public Integer call() throws InterruptedException {
    Place place = Place.of(registry, options);
    Instant asOf = Instant.now();
    List<Sessions.Told> told = place.ask(sessions -> sessions.list(place.machines()));
    List<Item> items =
        told.stream()
            .flatMap(each -> each.sessions().stream())
            .sorted(Comparator.comparing(Session::isLive).reversed().thenComparing(Session::id))
            .map(ListCommand::item)
            .toList();
    List<Lost> lost =
        told.stream()
            .flatMap(each -> each.lost().stream().map(why -> new Lost(each.machine().name(), why)))
            .toList();
    if (options.isJson()) {
      System.out.println(
          JsonMapper.shared()
              .writeValueAsString(new Document(1, asOf, Listed.of(items), Listed.of(lost))));
    } else {
      lines(items, told.size(), asOf).forEach(System.out::println);
      lost.forEach(each -> System.out.println("unreachable: " + each.why()));
    }
    return lost.isEmpty() ? Exit.OK : Exit.UNREACHABLE;
  }

  private List<String> lines(List<Item> items, int machines, Instant now) {
    List<Item> shown =
        items.stream()
            .filter(item -> all || isLive(item) || item.since().isAfter(now.minus(RECENT)))
            .toList();
    List<String> lines = new ArrayList<>();
    for (Item item : shown) {
      lines.add(
          "%-11s  %s  %s  %s/%s  %s%s%s"
              .formatted(
                  item.state(),
                  item.session(),
                  item.machine(),
                  item.project(),
                  item.agent(),
                  item.branch(),
                  spent(item),
                  item.why().isEmpty() ? "" : "  " + item.why()));
    }
    Map<String, Integer> counts = new TreeMap<>();
    items.forEach(item -> counts.merge(item.state(), 1, Integer::sum));
    StringBuilder total = new StringBuilder();
    counts.forEach((state, count) -> total.append(", ").append(count).append(' ').append(state));
    lines.add(
        "%d of %d sessions shown on %d machines%s"
            .formatted(shown.size(), items.size(), machines, total));
    return lines;
  }

  private static String spent(Item item) {
    String tokens = item.tokens().isEmpty() ? "" : "  " + item.tokens() + " tokens";
    return tokens + (item.cost().isEmpty() ? "" : "  $" + item.cost());
  }

  private static boolean isLive(Item item) {
    return List.of("running", "starting", "unconfirmed", "requested").contains(item.state());
  }

  private static Item item(Session session) {
    Session.State state = session.state();
    return new Item(
        session.id(),
        session.machine(),
        session.project(),
        session.agent(),
        session.task(),
        state.word(),
        state.why(),
        session.pid(),
        session.exit(),
        session.created(),
        session.since(),
        session.beat(),
        session.tokens(),
        session.cost(),
        session.worktree(),
        session.branch(),
        session.operator(),
        session.log());
  }
}
