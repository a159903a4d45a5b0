package fleet.cli.command;

import fleet.cli.DryRun;
import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.SystemSsh;
import fleet.cli.UsageException;
import fleet.cli.health.Lookouts;
import fleet.cli.launch.Intents;
import fleet.cli.launch.IssueText;
import fleet.cli.launch.LaunchView;
import fleet.converge.Redactor;
import fleet.converge.Task;
import fleet.launch.Budget;
import fleet.launch.Launch;
import fleet.launch.Launched;
import fleet.launch.Request;
import fleet.launch.SecretSource;
import fleet.launch.Sessions;
import fleet.probe.Probe;
import fleet.probe.Probes;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.Project;
import fleet.shell.Connector;
import fleet.shell.KeptConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet launch}: an agent at work on a healthy machine, confirmed. */
@Command(
    name = "launch",
    mixinStandardHelpOptions = true,
    description = {
      "Starts an agent in tmux on a machine, in a worktree of its own, and confirms that it works.",
      "Without --on the healthy machine with the most free slots is taken. With --prompt, or where gh",
      "tells of issue N, the agent works by itself; else it waits at its terminal: fleet sessions attach.",
      "Ends with 0 if it is confirmed, 3 if only unreachable machines are in the way, else 1."
    })
public final class LaunchCommand implements Callable<Integer> {
  /** What takes long to ask, and says nothing of whether an agent can work there. */
  private static final List<String> SLOW =
      List.of("tools", "updates", "logins", "battery", "sessions", "dns");

  private static final String TASK = "#?[A-Za-z0-9][A-Za-z0-9._-]{0,39}";
  private static final int LONGEST_PROMPT = 1 << 20;

  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Parameters(paramLabel = "PROJECT", description = "Its name in the registry.")
  private String project = "";

  @Option(names = "--agent", paramLabel = "AGENT", description = "Which agent (default claude).")
  private String agent = "claude";

  @Option(
      names = "--task",
      paramLabel = "N",
      description = "The task; its branch is task-N, and it has one session at a time.")
  private @Nullable String task;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT|FILE",
      description = "What the agent is told, or a file with that.")
  private @Nullable String prompt;

  @Option(
      names = "--scope",
      paramLabel = "GLOB",
      description = "What its branch may change; may be given several times.")
  private List<String> scope = List.of();

  @Option(
      names = "--budget",
      paramLabel = "LIMITS",
      description = {
        "As wall=2h,tokens=500k,cost=5,quiet=30m,errors=3,repeats=12: what is over it is stopped.",
        "Without it: wall=8h, quiet=1h, errors=3, repeats=12."
      })
  private @Nullable String budget;

  @Option(
      names = "--key",
      paramLabel = "K",
      description = "The same key never starts a second session of a project.")
  private @Nullable String key;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long the agent may take to its first sign of life (default 60).")
  private int patience = 60;

  @Option(names = "--attach", description = "Then show its terminal.")
  private boolean attach;

  @Option(names = "--clone", description = "Clone the repository where it is not under ~/dev.")
  private boolean clone;

  @Option(
      names = "--even-degraded",
      description = "Also on a machine that has a trouble and answers.")
  private boolean evenDegraded;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Surroundings here = Surroundings.here();
    Members members = Members.meant(here, registry, options.on());
    Fleet fleet = members.fleet();
    Request request = request(here, fleet);
    List<Machine> machines = members.chosen(options, false);
    SecretSource secrets = new SecretSource(fleet.secrets(), request.project(), here.environment());
    Set<String> given = new HashSet<>();
    boolean rehearse = dryRun.mode() == Task.Mode.PLAN;
    Launched launched;
    try (Connector connector = new KeptConnections(members.connector(options))) {
      Launch launch =
          new Launch(
              new Lookouts(here, options, fleet, machines)
                  .orLive(connector, probes(), "launch-" + fleet.name()),
              connector,
              options.parallel(),
              new Intents(here.state().resolve("launches/" + fleet.name()), request)::machine,
              clone && !rehearse,
              line -> System.err.println("  " + line));
      launched =
          launch.run(
              request,
              machines,
              (machine, shell, identity) -> {
                Map<String, String> environment = secrets.of(machine, shell, identity);
                given.addAll(environment.values());
                return environment;
              },
              rehearse);
    }
    launched = launched.said(new Redactor(given)::redact);
    if (options.isJson()) {
      LaunchView.json(launched);
    } else {
      LaunchView.lines(launched);
    }
    int exit = LaunchView.exit(launched);
    return attach && exit == Exit.OK && !rehearse ? attached(here, fleet, launched) : exit;
  }

  private Request request(Surroundings here, Fleet fleet) throws IOException, InterruptedException {
    if (task != null && !task.matches(TASK)) {
      throw new UsageException(
          "--task wants a number or a short name of letters, digits, . _ and -");
    }
    if (patience < 1 || patience > 3600) {
      throw new UsageException("--patience wants a number from 1 to 3600, not " + patience);
    }
    Project worked = fleet.project(project);
    Optional<String> number = Optional.ofNullable(task).map(name -> name.replaceFirst("^#", ""));
    Optional<String> told = prompt();
    if (told.isEmpty() && number.isPresent()) {
      told = IssueText.of(worked, number.get());
    }
    return new Request(
        Request.newSession(),
        worked,
        fleet.agent(agent),
        number,
        told,
        scope,
        Optional.ofNullable(key),
        Duration.ofSeconds(patience),
        budget(),
        evenDegraded,
        here.operator());
  }

  private Budget budget() {
    try {
      return budget == null ? Budget.USUAL : Budget.parse(budget);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--budget: " + e.getMessage());
    }
  }

  private Optional<String> prompt() throws IOException {
    if (prompt == null) {
      return Optional.empty();
    }
    String text = prompt;
    try {
      Path file = Path.of(prompt);
      if (Files.isRegularFile(file)) {
        text = Files.readString(file);
      }
    } catch (InvalidPathException _) {
      // It is a text, then.
    }
    if (text.isBlank() || text.length() > LONGEST_PROMPT || text.indexOf('\0') >= 0) {
      throw new UsageException("--prompt wants a text of at most a million characters");
    }
    return Optional.of(text);
  }

  private static Map<String, Probe> probes() {
    Map<String, Probe> probes = new TreeMap<>(Probes.all());
    SLOW.forEach(probes::remove);
    return probes;
  }

  private int attached(Surroundings here, Fleet fleet, Launched launched)
      throws IOException, InterruptedException {
    return SystemSsh.run(
        fleet,
        here.home(),
        options.accepts(),
        List.of("-t", launched.machine(), Sessions.attach(launched.session())));
  }
}
