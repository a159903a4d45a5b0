package fleet.cli.machine;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.coordinator.Coordinator;
import fleet.registry.Form;
import fleet.wire.CoordinatorException;
import fleet.yaml.Shown;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet machine token}: lets one machine in, once, that we cannot log in to yet. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a join token for one machine, and prints what to run there.",
      "It is good for one registration, and not for long."
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class TokenCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Parameters(paramLabel = "MACHINE", description = "The name that it will have.")
  private String name;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long it is good for; ${DEFAULT-VALUE} without it.")
  private long minutes;

  @Override
  public Integer call() throws CoordinatorException {
    if (!Form.MACHINE_NAME.accepts(name)) {
      throw new UsageException(
          "%s is no name of a machine: it wants %s"
              .formatted(Shown.quoted(name), Form.MACHINE_NAME.wanted()));
    }
    Surroundings here = Surroundings.here();
    Coordinator coordinator = Coordinator.required(here, Members.of(here, registry).fleet());
    String token = coordinator.joinToken(name, Duration.ofMinutes(minutes));
    System.err.printf("to be run on %s within %d minutes:%n", name, minutes);
    System.out.println(oneLiner(coordinator, token));
    return Exit.OK;
  }

  /** The token is in no argument of any program: printf is the shell's own, and curl reads it. */
  private static String oneLiner(Coordinator coordinator, String token) {
    String pinned =
        coordinator.credentials().pin().map(pin -> " -k --pinnedpubkey '" + pin + "'").orElse("");
    return "export FLEET_JOIN=%s; printf 'header = \"Authorization: Bearer %%s\"\\n' \"$FLEET_JOIN\" |"
            .formatted(token)
        + " curl -fsS%s -K - %s -o fleet-bootstrap.sh && sh fleet-bootstrap.sh"
            .formatted(pinned, coordinator.credentials().url().resolve("/bootstrap.sh"));
  }
}
