package fleet.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet lab ssh M}. */
@Command(
    name = "ssh",
    description = "Log in to a machine of a lab, or run a command there.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class LabSshCommand implements Callable<Integer> {
  @Mixin private LabOption lab;

  @Parameters(index = "0", paramLabel = "M", description = "The machine, for example m1.")
  private String machine;

  @Parameters(index = "1..*", paramLabel = "CMD", description = "What to run instead of a shell.")
  private List<String> command = List.of();

  @Override
  public Integer call() {
    try {
      Lab open = Lab.open(lab.name());
      List<String> ssh = new ArrayList<>(open.ssh(open.machine(machine)));
      ssh.addAll(command);
      return new ProcessBuilder(ssh).inheritIO().start().waitFor();
    } catch (LabException | IOException e) {
      return lab.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }
}
