package fleet.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleet mesh apply}: every machine lets every other in, and finds it by name. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Gives every machine the keys and names of all others, and proves it.")
public final class MeshApplyCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();
  @Mixin private final DryRun dryRun = new DryRun();

  @Override
  public Integer call() throws InterruptedException, IOException {
    Surroundings here = Surroundings.here();
    return new MeshRun(here, Members.of(here, registry), options).apply(dryRun.mode());
  }
}
