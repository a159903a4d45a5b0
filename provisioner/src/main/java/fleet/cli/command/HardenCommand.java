package fleet.cli.command;

import fleet.cli.DryRun;
import fleet.cli.Execution;
import fleet.cli.NamedPlaybooks;
import fleet.cli.PlaybookRun;
import fleet.cli.PlaybookRun.Prepared;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.WatchedRun;
import fleet.cli.harden.HardenEnding;
import fleet.cli.harden.Histories;
import fleet.cli.harden.ReportCommand;
import fleet.converge.Work;
import fleet.harden.Hardening;
import fleet.harden.History;
import fleet.harden.Plan;
import fleet.shell.Connector;
import fleet.yaml.DidYouMean;
import fleet.yaml.Shown;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet harden}: machines made safe, and proven so by each other. */
@Command(
    name = "harden",
    mixinStandardHelpOptions = true,
    description = {
      "Makes machines safe, and proves it from outside: other machines look before and after.",
      "What may lock us out is guarded; a control that breaks a developer's tool is undone."
    },
    subcommands = ReportCommand.class)
public final class HardenCommand implements Callable<Integer> {
  private static final String STRICT = "strict";
  private static final List<String> PROFILES = List.of("compat", STRICT);

  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "compat (what every tool takes, default) or strict.")
  private String profile = "compat";

  @Option(names = "--undo", description = "Put back what hardening changed; names what cannot be.")
  private boolean undo;

  @Option(names = "--packages", description = "With --undo: also remove packages it installed.")
  private boolean packages;

  @Override
  public Integer call() throws InterruptedException {
    refuse();
    Surroundings here = Surroundings.here();
    // What strict adds is undone, too, whoever did it.
    String value = profile.equals(STRICT) || undo ? "yes" : "";
    Prepared prepared =
        new PlaybookRun(registry, options)
            .otherwise(STRICT, value)
            .prepare(List.of(NamedPlaybooks.HARDEN), dryRun.mode());
    History history = Histories.of(here, prepared.members().orElseThrow().fleet());
    HardenEnding ending = new HardenEnding(options, profile, dryRun.mode());
    try (Connector connector = prepared.members().orElseThrow().connector(options)) {
      new Execution(here, options, undo ? "harden --undo" : "harden")
          .run(
              prepared.machines(),
              run -> hardening(here, run, prepared, history, ending),
              connector,
              ending);
      return ending.exit();
    }
  }

  private void refuse() {
    if (!PROFILES.contains(profile)) {
      throw new UsageException(
          "--profile cannot be " + Shown.quoted(profile) + DidYouMean.hint(profile, PROFILES));
    }
    if (options.isHere()) {
      throw new UsageException(
          "--here: hardening needs somebody who looks and logs in from outside: run fleet harden"
              + " --on this machine on another one");
    }
    if (packages && !undo) {
      throw new UsageException("--packages is for fleet harden --undo");
    }
  }

  private Work hardening(
      Surroundings here, WatchedRun run, Prepared prepared, History history, HardenEnding ending) {
    Plan plan =
        new Plan(
            run.id(),
            run.begun(),
            dryRun.mode(),
            profile,
            undo,
            packages,
            prepared.compiler(),
            here::operator,
            options.guarding(prepared.fleet()),
            prepared.fleet());
    return new Hardening(plan, history, ending::hear);
  }
}
