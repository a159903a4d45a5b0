package fleet.cli.command;

import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.cli.SystemSsh;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet ssh}: the system's own ssh, told what the registry says. */
@Command(
    name = "ssh",
    mixinStandardHelpOptions = true,
    description = "Logs in to a machine with the system's ssh.")
public final class SshCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(
      names = "--accept-new",
      description = "Accept and keep the host key of a machine never seen before.")
  private boolean acceptNew;

  @Parameters(index = "0", paramLabel = "MACHINE")
  private String machine = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "What to run there.")
  private List<String> command = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Members members = Members.meant(Surroundings.here(), registry, Optional.of(machine));
    String name = members.fleet().machine(machine).name();
    List<String> words = new ArrayList<>(List.of(name));
    words.addAll(command);
    return SystemSsh.run(members.fleet(), Surroundings.here().home(), acceptNew, words);
  }
}
