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
    JsonNode held = machine.json().path("registration");
    boolean changes = machine.json().has("proposed");
    if (machine.json().path("state").asString("").equals("approved") && !changes) {
      System.out.printf("%s is approved, and proposes nothing else%n", machine.name());
      return Exit.OK;
    }
    System.out.print(
        changes
            ? shown(machine.name() + " is", held)
                + shown(machine.name() + " wants to be", machine.json().path("proposed"))
            : shown(machine.name(), held));
    confirmation.ask("Every machine will let this key in. Is it " + machine.name() + "'s?");
    machine.coordinator().approve(machine.id(), machine.json().path("revision").asLong());
    System.out.printf(
        "%s is approved; fleet mesh apply brings its key to the others%n", machine.name());
    return Exit.OK;
  }

  private static String shown(String head, JsonNode registration) {
    return "%s: %s@%s, %s %s%nlogs in with  %s%nhost key      %s%n"
        .formatted(
            head,
            registration.path("user").asString(""),
            registration.path("address").asString(""),
            registration.path("os").asString(""),
            registration.path("arch").asString(""),
            registration.path("publicKey").asString(""),
            registration.path("hostKey").asString(""));
  }
}
