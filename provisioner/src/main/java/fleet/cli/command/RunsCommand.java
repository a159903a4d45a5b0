package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.PastFailures;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.converge.RunReport.Listed;
import fleet.converge.Runs;
import fleet.health.FailureClass;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet runs}: what was done, when, and how it came out. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists past runs, the newest first.")
public final class RunsCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  record Line(
      String run,
      Instant at,
      String command,
      int machines,
      Optional<Integer> exit,
      SortedMap<FailureClass, Integer> failures) {}

  record Document(int schema, Listed<Line> runs) {}

  record RunDocument(
      int schema,
      String run,
      String command,
      Instant at,
      Optional<Integer> exit,
      Listed<String> machines,
      Listed<JsonNode> events) {}

  @Override
  public Integer call() {
    Runs runs = new Runs(Surroundings.here().state().resolve("runs"));
    List<String> ids = runs.ids();
    List<Line> lines =
        ids.stream()
            .limit(json ? Long.MAX_VALUE : SHOWN)
            .flatMap(id -> runs.read(id).stream())
            .map(RunsCommand::line)
            .toList();
    warn(lines.subList(0, Math.min(SHOWN, lines.size())));
    if (json) {
      System.out.println(JsonMapper.shared().writeValueAsString(new Document(1, Listed.of(lines))));
      return Exit.OK;
    }
    lines.forEach(
        line ->
            System.out.printf(
                "%s  %s  %-10s %3d machines  %s%s%n",
                line.run(),
                line.at(),
                line.command(),
                line.machines(),
                ending(line.exit()),
                counted(line.failures())));
    System.out.printf("%d of %d runs%n", lines.size(), ids.size());
    return Exit.OK;
  }

  private static String counted(Map<FailureClass, Integer> failures) {
    return failures.entrySet().stream()
        .map(entry -> ", " + entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining());
  }

  private static void warn(List<Line> recent) {
    List<FailureClass> failures =
        recent.stream()
            .flatMap(line -> line.failures().entrySet().stream())
            .flatMap(entry -> Collections.nCopies(entry.getValue(), entry.getKey()).stream())
            .toList();
    FailureClass.warning(failures).ifPresent(line -> System.err.println("fleet: " + line));
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one run, the last one if none is named.")
  int show(
      @Parameters(arity = "0..1", paramLabel = "RUN", description = "Its id, or how that ends.")
          Optional<String> id,
      @Option(names = "--json", description = "One JSON document on standard output.")
          boolean asJson) {
    Runs runs = new Runs(Surroundings.here().state().resolve("runs"));
    Runs.Past past =
        id.map(runs::find)
            .orElseGet(runs::last)
            .orElseThrow(() -> new UsageException("there is no such run: see fleet runs"));
    if (asJson) {
      System.out.println(JsonMapper.shared().writeValueAsString(document(past)));
      return Exit.OK;
    }
    System.out.printf(
        "%s  %s  %s  %s%n", past.run(), past.at(), past.command(), ending(past.exit()));
    past.events().forEach(RunsCommand::print);
    System.out.printf("%d machines%n", past.machines().size());
    return Exit.OK;
  }

  private static void print(JsonNode event) {
    String machine = event.path("machine").asString("");
    switch (event.path("event").asString("")) {
      case "step" ->
          System.out.printf(
              "%s  %s  %s  %s%n",
              machine,
              named(event.path("step")),
              event.path("step").path("title").asString(""),
              event.path("step").path("why").asString(""));
      case "machine" ->
          System.out.printf("%s  %s  %s%n", machine, named(event), event.path("why").asString(""));
      default -> {}
    }
  }

  /** A failure's outcome is not told without its class. */
  private static String named(JsonNode said) {
    String outcome = said.path("outcome").asString("");
    return switch (outcome) {
      case "failed", "unreachable" ->
          outcome + " " + FailureClass.of(said.path("why").asString(""));
      default -> outcome;
    };
  }

  private static RunDocument document(Runs.Past past) {
    return new RunDocument(
        1,
        past.run(),
        past.command(),
        past.at(),
        past.exit(),
        Listed.of(past.machines()),
        Listed.of(past.events()));
  }

  private static Line line(Runs.Past past) {
    SortedMap<FailureClass, Integer> failures = new TreeMap<>();
    PastFailures.of(past).forEach(each -> failures.merge(each, 1, Integer::sum));
    return new Line(
        past.run(), past.at(), past.command(), past.machines().size(), past.exit(), failures);
  }

  private static String ending(Optional<Integer> exit) {
    return exit.map(code -> "exit " + code).orElse("did not end");
  }
}
