package fleet.cli.mesh;

import fleet.cli.DryRun;
import fleet.cli.MachineSet;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.Task;
import fleet.mesh.MeshRevoke;
import fleet.mesh.Tested;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.RegistryEditor;
import fleet.shell.Connector;
import fleet.shell.KeptConnections;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet mesh revoke}: a machine that is lost is let in nowhere any more. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Takes a lost machine out of the registry, and its keys off all others.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class RevokeCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Parameters(paramLabel = "MACHINE", description = "Its name in the registry.")
  private String name;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (options.namesMachines()) {
      throw new UsageException("a machine is revoked on all others: leave out --on");
    }
    Surroundings here = Surroundings.here();
    Members members = Members.enrolled(here, registry);
    Machine lost = members.fleet().machine(name);
    MeshRun mesh = new MeshRun(here, members, options, dryRun.mode());
    try (Connector connector = new KeptConnections(members.connector(options))) {
      MeshRevoke revoke = new MeshRevoke(members.fleet(), lost, mesh.book());
      boolean answers = revoke.learn(connector, dryRun.mode());
      revoke.ownKey(here.home()).ifPresent(key -> refuse(lost, key));
      Fleet fleet = revoked(members, here, lost);
      mesh.phase(
          "revoke",
          "%s %s member of %s any more"
              .formatted(
                  lost.name(),
                  dryRun.mode() == Task.Mode.APPLY ? "is no" : "would be no",
                  fleet.name()));
      return mesh.run(
          "mesh revoke " + lost.name(),
          fleet,
          run -> {
            List<MachineResult> results = mesh.apply(run, fleet, fleet.members(), connector);
            boolean works =
                dryRun.mode() == Task.Mode.APPLY && proof(mesh, fleet, lost, answers, connector);
            still(mesh, lost, results);
            return new MeshRun.Ended(results, Optional.empty(), works);
          });
    }
  }

  private Fleet revoked(Members members, Surroundings here, Machine lost) throws IOException {
    LocalDate today = LocalDate.now(ZoneId.systemDefault());
    return dryRun.mode() == Task.Mode.APPLY
        ? new RegistryEditor(members.file(), here.home()).revoke(lost.name(), today)
        : MeshRevoke.without(members.fleet(), lost, today);
  }

  private static void refuse(Machine lost, String key) {
    throw new UsageException(
        "%s has the key that this computer logs in with (%s): revoked, it would shut you out too;"
                .formatted(lost.name(), key)
            + " make another key, let it in everywhere, and name it as identity in fleet.yaml");
  }

  /** Whether the lost machine still gets in anywhere, as far as it can be asked. */
  private static boolean proof(
      MeshRun mesh, Fleet fleet, Machine lost, boolean answers, Connector connector)
      throws InterruptedException {
    if (!answers) {
      mesh.phase("proof", lost.name() + " does not answer: not tested from its side");
      return false;
    }
    List<Tested> pairs = mesh.tests(connector).from(lost, fleet.members());
    Map<String, Long> words =
        pairs.stream()
            .collect(
                Collectors.groupingBy(
                    pair -> pair.finding().outcome().word(), TreeMap::new, Collectors.counting()));
    List<String> said =
        words.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
    List<String> open = pairs.stream().filter(Tested::ok).map(pair -> pair.route().to()).toList();
    mesh.phase(
        "proof",
        "%d of %d pairs from %s work (%s)%s"
            .formatted(
                open.size(),
                pairs.size(),
                lost.name(),
                String.join(", ", said),
                open.isEmpty() ? "" : ": it gets in to " + MachineSet.fold(open)));
    return !open.isEmpty();
  }

  private static void still(MeshRun mesh, Machine lost, List<MachineResult> results) {
    List<String> trusting =
        results.stream()
            .filter(result -> result.outcome() instanceof Outcome.Unreachable)
            .map(MachineResult::machine)
            .toList();
    if (!trusting.isEmpty()) {
      mesh.phase(
          "still",
          "%s may still let %s in; the next fleet mesh apply that reaches them mends that"
              .formatted(MachineSet.fold(trusting), lost.name()));
    }
  }
}
