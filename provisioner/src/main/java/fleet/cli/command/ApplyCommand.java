package fleet.cli.command;

import fleet.cli.DryRun;
import fleet.cli.PlaybookRun;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet apply}: makes playbooks true on machines. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Makes playbooks true on machines.")
public final class ApplyCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "Names or paths.")
  private List<String> playbooks = List.of();

  @Override
  public Integer call() throws InterruptedException {
    return new PlaybookRun(registry, options).run("apply", playbooks, dryRun.mode(), false);
  }
}
