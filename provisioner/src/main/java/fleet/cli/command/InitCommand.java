package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.UsageException;
import fleet.registry.Registry;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fleet init}: a fleet.yaml to begin with. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Writes a commented fleet.yaml; never over one that is there.")
public final class InitCommand implements Callable<Integer> {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Where to (${DEFAULT-VALUE}).")
  private Path file = Path.of("fleet.yaml");

  @Override
  public Integer call() {
    try {
      Files.writeString(file, Registry.starter(), StandardOpenOption.CREATE_NEW);
      System.err.println("Wrote " + file + ": put your machines in, then: fleet check");
      return Exit.OK;
    } catch (FileAlreadyExistsException _) {
      throw new UsageException(
          file + " is there already, and stays as it is; another place: fleet init -f FILE");
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + e.getMessage());
    }
  }
}
