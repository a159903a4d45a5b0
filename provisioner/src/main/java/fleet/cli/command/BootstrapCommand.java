package fleet.cli.command;

import fleet.cli.DryRun;
import fleet.cli.OperatorGit;
import fleet.cli.PlaybookRun;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Parameters(arity = "0..*", paramLabel = "MACHINE", description = "Instead of --on.")
  private List<String> machines = List.of();

  @Override
  public Integer call() throws InterruptedException {
    options.alsoOn(machines);
    options.showEverything();
    return new PlaybookRun(registry, options)
        .otherwise("git_name", OperatorGit.setting("user.name"))
        .otherwise("git_email", OperatorGit.setting("user.email"))
        .runWithRoles("bootstrap", List.of("bootstrap"), dryRun.mode());
  }
}
