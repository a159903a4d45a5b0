package fleet.cli.command;

import fleet.cli.DryRun;
import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.OperatorCommand;
import fleet.cli.PlaybookRun;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.coordinator.Reporting;
import fleet.cli.mesh.ApplyCommand;
import fleet.converge.Task;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet bootstrap}: bare machines become members. */
@Command(
    name = "bootstrap",
    mixinStandardHelpOptions = true,
    description =
        "Turns bare machines into members: playbook bootstrap, then those of their roles.")
public final class BootstrapCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Option(
      names = "--mesh",
      description = "Then let all machines of the registry reach each other: fleet mesh apply.")
  private boolean mesh;

  @Parameters(arity = "0..*", paramLabel = "MACHINE", description = "Instead of --on.")
  private List<String> machines = List.of();

  @Override
  public Integer call() throws InterruptedException, IOException {
    options.alsoOn(machines);
    options.showEverything();
    if (mesh && (options.isHere() || options.isJson())) {
      throw new UsageException("--mesh goes with neither --here nor --json: run fleet mesh apply");
    }
    int exit =
        new PlaybookRun(registry, options)
            .otherwise("git_name", git("user.name"))
            .otherwise("git_email", git("user.email"))
            .runWithRoles("bootstrap", List.of("bootstrap"), dryRun.mode());
    if (!options.isHere() && dryRun.mode() == Task.Mode.APPLY && options.tags().isEmpty()) {
      exit = worse(exit, Reporting.of(registry, options));
    }
    if (!mesh) {
      return exit;
    }
    Members members = Members.enrolled(Surroundings.here(), registry);
    return worse(
        exit, ApplyCommand.apply(members, members.fleet().members(), options, dryRun.mode()));
  }

  private static String git(String setting) {
    return OperatorCommand.says("git", "config", "--global", setting);
  }

  /** What the first part that was not well ended with. */
  private static int worse(int first, int then) {
    return first == Exit.OK ? then : first;
  }
}
