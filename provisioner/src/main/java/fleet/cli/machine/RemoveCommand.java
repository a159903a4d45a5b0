package fleet.cli.machine;

import fleet.cli.Confirmation;
import fleet.cli.Exit;
import fleet.cli.RegistryOption;
import fleet.wire.CoordinatorException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet machine remove}: the coordinator forgets a machine's token, and it stays out. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = "Retires a machine at the coordinator: its token dies, and it stays out.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RemoveCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final Confirmation confirmation = new Confirmation();

  @Parameters(paramLabel = "MACHINE", description = "Its name or id.")
  private String name;

  @Override
  public Integer call() throws CoordinatorException {
    Registered machine = Registered.find(registry, name);
    confirmation.ask("%s will be retired for good.".formatted(machine.name()));
    machine.coordinator().retire(machine.id());
    System.out.printf(
        "%s is retired; where its key is still let in, fleet mesh revoke %s takes it away%n",
        machine.name(), machine.name());
    return Exit.OK;
  }
}
