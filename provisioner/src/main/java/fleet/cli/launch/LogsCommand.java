package fleet.cli.launch;

import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.SystemSsh;
import fleet.launch.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet sessions logs}: what an agent printed. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Prints what a session's agent printed.")
public final class LogsCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  // -f is the registry's everywhere; a log's -f is what everybody types.
  @Option(names = "--follow", description = "And what it prints from now on, until it is over.")
  private boolean follow;

  @Parameters(
      paramLabel = "SESSION",
      description = "Its id, the end of it, its task or its branch.")
  private String session = "";

  @Override
  public Integer call() throws InterruptedException, IOException {
    Place place = Place.of(registry, options);
    Found found = place.find(session);
    return SystemSsh.run(
        place.members().fleet(),
        place.here().home(),
        options.accepts(),
        List.of("-n", found.machine().name(), Sessions.logs(found.session().id(), follow)));
  }
}
