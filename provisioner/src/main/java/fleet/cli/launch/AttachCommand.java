package fleet.cli.launch;

import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.SystemSsh;
import fleet.cli.UsageException;
import fleet.launch.Sessions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet sessions attach}: the session's terminal. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    description = "Shows a session's terminal; Ctrl-B D leaves it, and it works on.")
public final class AttachCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Parameters(
      paramLabel = "SESSION",
      description = "Its id, the end of it, its task or its branch.")
  private String session = "";

  @Override
  public Integer call() throws InterruptedException, IOException {
    Place place = Place.of(registry, options);
    Found found = place.find(session);
    if (!found.session().isLive()) {
      throw new UsageException(
          "%s is over: fleet sessions logs %s"
              .formatted(found.session().id(), found.session().id()));
    }
    return SystemSsh.run(
        place.members().fleet(),
        place.here().home(),
        options.accepts(),
        List.of("-t", found.machine().name(), Sessions.attach(found.session().id())));
  }
}
