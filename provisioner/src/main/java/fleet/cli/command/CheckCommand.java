package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.OfflineCheck;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet check}: whether the registry and playbooks are well formed, without any machine. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Reads the registry and playbooks as a run would, on every kind of machine; touches none.")
public final class CheckCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "PLAYBOOK",
      description = "Names or paths; those of the roles if none is given.")
  private List<String> playbooks = List.of();

  @Override
  public Integer call() {
    Members members = Members.of(Surroundings.here(), registry);
    System.out.printf("%s: %d machines%n", members.file(), members.fleet().machines().size());
    new OfflineCheck(members).lines(playbooks).forEach(System.out::println);
    return Exit.OK;
  }
}
