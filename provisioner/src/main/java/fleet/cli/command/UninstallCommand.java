package fleet.cli.command;

import fleet.cli.Confirmation;
import fleet.cli.DryRun;
import fleet.cli.Execution;
import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.converge.MachineResult;
import fleet.converge.Task;
import fleet.converge.Uninstall;
import fleet.registry.Machine;
import fleet.shell.Connector;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet uninstall}: machines as they were before their first bootstrap. */
@Command(
    name = "uninstall",
    mixinStandardHelpOptions = true,
    description = "Puts back what fleet changed on machines, and names what cannot be.")
public final class UninstallCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();
  @Mixin private final Confirmation confirmation = new Confirmation();

  @Option(names = "--packages", description = "Also remove the packages that fleet installed.")
  private boolean packages;

  @Parameters(arity = "0..*", paramLabel = "MACHINE", description = "Instead of --on.")
  private List<String> machines = List.of();

  @Override
  public Integer call() throws InterruptedException {
    options.alsoOn(machines);
    Surroundings here = Surroundings.here();
    boolean pretend = dryRun.mode() == Task.Mode.PLAN;
    Optional<Members> members =
        options.isHere() ? Optional.empty() : Optional.of(Members.of(here, registry));
    List<Machine> chosen =
        members
            .map(m -> m.chosen(options, true))
            .orElseGet(() -> List.of(Members.here(Optional.empty())));
    if (!pretend) {
      confirmation.ask("Put back what fleet changed on %d machines?".formatted(chosen.size()));
    }
    try (Connector connector = members.map(m -> m.connector(options)).orElseGet(Members::local)) {
      List<MachineResult> results =
          new Execution(here, options, "uninstall")
              .run(chosen, run -> new Uninstall(here::operator, run, packages, pretend), connector);
      return Exit.of(results, options.isStrict(), false);
    }
  }
}
