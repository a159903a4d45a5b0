package fleet.cli.launch;

import fleet.cli.Exit;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.launch.Sessions;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet sessions stop}: ends an agent and all that it started. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Ends a session; it is stopped when no process of it is left.")
public final class StopCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Option(
      names = "--reason",
      paramLabel = "WORD",
      description = "manual, stale, superseded or error (default manual).")
  private Reason reason = Reason.MANUAL;

  @Parameters(
      paramLabel = "SESSION",
      description = "Its id, the end of it, its task or its branch.")
  private String session = "";

  enum Reason {
    MANUAL,
    STALE,
    SUPERSEDED,
    ERROR
  }

  record Document(int schema, String session, String machine, boolean stopped, String why) {}

  @Override
  public Integer call() throws InterruptedException {
    Place place = Place.of(registry, options);
    Found found = place.find(session);
    String id = found.session().id();
    String word = reason.name().toLowerCase(Locale.ROOT);
    Sessions.Told told = place.ask(sessions -> sessions.stop(found.machine(), id, word));
    String last = told.lines().isEmpty() ? "" : told.lines().getLast();
    boolean over = last.equals("stopped") || last.equals("over");
    String why =
        told.lost().orElseGet(() -> over ? "" : "not stopped: " + last.replace('\t', ' ').strip());
    if (options.isJson()) {
      System.out.println(
          JsonMapper.shared()
              .writeValueAsString(new Document(1, id, found.machine().name(), over, why)));
    } else {
      System.out.printf(
          "%s on %s %s%n",
          id,
          found.machine().name(),
          over ? (last.equals("over") ? "was over already" : "stopped: no process is left") : why);
    }
    return over ? Exit.OK : told.lost().isPresent() ? Exit.UNREACHABLE : Exit.FAILED;
  }
}
