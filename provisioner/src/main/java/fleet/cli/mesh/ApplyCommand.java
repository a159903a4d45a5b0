package fleet.cli.mesh;

import fleet.cli.DryRun;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.converge.MachineResult;
import fleet.converge.Task;
import fleet.mesh.Matrix;
import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.shell.KeptConnections;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet mesh apply}: every machine lets every other in, and finds it by name. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Gives every machine the keys and names of all others, and proves it.")
public final class ApplyCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Override
  public Integer call() throws InterruptedException, IOException {
    Members members = Members.enrolled(Surroundings.here(), registry);
    return apply(members, members.chosen(options, false), options, dryRun.mode());
  }

  /** Makes chosen machines a part of the mesh, and returns the exit code that this asks for. */
  public static int apply(Members members, List<Machine> chosen, RunOptions options, Task.Mode mode)
      throws InterruptedException, IOException {
    MeshRun mesh = new MeshRun(Surroundings.here(), members, options, mode);
    try (Connector connector = new KeptConnections(members.connector(options))) {
      return mesh.run(
          "mesh apply",
          members.fleet(),
          run -> {
            List<MachineResult> results = mesh.apply(run, members.fleet(), chosen, connector);
            Optional<Matrix> proof =
                mode == Task.Mode.PLAN
                    ? Optional.empty()
                    : Optional.of(mesh.verify(chosen, results, connector));
            return new MeshRun.Ended(results, proof, false);
          });
    }
  }
}
