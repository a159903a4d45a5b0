package fleet.cli.command;

import fleet.cli.PlaybookRun;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.converge.Task;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet plan}: what an apply would change, changing nothing. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows what an apply would change, and changes nothing.")
public final class PlanCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "Names or paths.")
  private List<String> playbooks = List.of();

  @Option(names = "--exit-code", description = "End with 4 if something would change.")
  private boolean exitCode;

  @Override
  public Integer call() throws InterruptedException {
    return new PlaybookRun(registry, options).run("plan", playbooks, Task.Mode.PLAN, exitCode);
  }
}
