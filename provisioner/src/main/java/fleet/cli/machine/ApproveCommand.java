package fleet.cli.machine;

import fleet.cli.Confirmation;
import fleet.cli.Exit;
import fleet.cli.RegistryOption;
import fleet.wire.CoordinatorException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code fleet machine approve}: what a machine says of itself holds from now on. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Lets a machine in that asked the coordinator, or takes its new key or address.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class ApproveCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final Confirmation confirmation = new Confirmation();

  @Parameters(paramLabel = "MACHINE", description = "Its name or id.")
  private String name;

  @Override
  public Integer call() throws CoordinatorException {
    Registered machine = Registered.find(registry, name);
    JsonNode asked =
        machine.json().has("proposed")
            ? machine.json().get("proposed")
            : machine.json().path("registration");
    System.out.printf(
        "%s: %s@%s, %s %s%nlogs in with  %s%nhost key      %s%n",
        machine.name(),
        asked.path("user").asString(""),
        asked.path("address").asString(""),
        asked.path("os").asString(""),
        asked.path("arch").asString(""),
        asked.path("publicKey").asString(""),
        asked.path("hostKey").asString(""));
    confirmation.ask("Every machine will let this key in. Is it " + machine.name() + "'s?");
    machine.coordinator().approve(machine.id());
    System.out.printf(
        "%s is approved; fleet mesh apply brings its key to the others%n", machine.name());
    return Exit.OK;
  }
}
