package fleet.cli.launch;

import fleet.cli.Exit;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.converge.RunReport.Listed;
import fleet.launch.Sessions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet sessions clean}: worktrees of sessions that are over. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = {
      "Removes worktrees whose session is over and whose branch is merged, squashed or not.",
      "What is not merged stays; with --force it goes, and refs/rescue/SESSION keeps the work."
    })
public final class CleanCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Option(names = "--force", description = "Also worktrees that are not merged.")
  private boolean force;

  record Item(String machine, String outcome, String worktree, String branch, String session) {}

  record Document(int schema, Listed<Item> worktrees) {}

  @Override
  public Integer call() throws InterruptedException {
    Place place = Place.of(registry, options);
    List<Sessions.Told> told = place.ask(sessions -> sessions.clean(place.machines(), force));
    List<Item> items = told.stream().flatMap(each -> items(each).stream()).toList();
    if (options.isJson()) {
      System.out.println(JsonMapper.shared().writeValueAsString(new Document(1, Listed.of(items))));
    } else {
      items.forEach(
          item ->
              System.out.printf(
                  "%-8s %s:%s  %s  %s%n",
                  item.outcome(), item.machine(), item.worktree(), item.branch(), item.session()));
      System.out.printf(
          "%d of %d worktrees removed%n",
          items.stream().filter(item -> item.outcome().equals("removed")).count(), items.size());
    }
    told.forEach(each -> each.lost().ifPresent(why -> System.err.println("unreachable: " + why)));
    return told.stream().anyMatch(each -> each.lost().isPresent()) ? Exit.UNREACHABLE : Exit.OK;
  }

  private static List<Item> items(Sessions.Told told) {
    return told.lines().stream()
        .map(line -> line.split("\t", -1))
        .filter(cells -> cells.length == 4)
        .map(cells -> new Item(told.machine().name(), cells[0], cells[1], cells[2], cells[3]))
        .toList();
  }
}
