package fleet.cli.command;

import fleet.cli.Compilation;
import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.Surroundings;
import fleet.cli.coordinator.Coordinator;
import fleet.cli.coordinator.Credentials;
import fleet.playbook.StandaloneScript;
import fleet.registry.Fleet;
import fleet.wire.CoordinatorException;
import fleet.wire.Pin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet publish}: what a machine that we cannot log in to gets for its join token. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Compiles the bootstrap of one machine and leaves it at the coordinator.",
      "There, fleet machine token MACHINE prints the line that fetches and runs it."
    })
public final class PublishCommand implements Callable<Integer> {
  private static final List<String> PLAYBOOKS = List.of("bootstrap", "register");

  @Mixin private final Compilation compilation = new Compilation();

  @Override
  public Integer call() throws CoordinatorException {
    Surroundings here = Surroundings.here();
    Fleet fleet = Members.of(here, compilation.registry()).fleet();
    Coordinator coordinator = Coordinator.required(here, fleet);
    Credentials known = coordinator.credentials();
    Map<String, String> place =
        Map.of(
            "coordinator", known.url().toString(),
            "pin", known.pin().map(Pin::text).orElse(""));
    StandaloneScript script = compilation.script(PLAYBOOKS, false, place);
    String machine = compilation.machine().name();
    coordinator.publish(machine, script.text());
    System.out.printf(
        "published for %s (%d bytes); next: fleet machine token %s%n",
        machine, script.text().length(), machine);
    return Exit.OK;
  }
}
