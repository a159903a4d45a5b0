package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.UsageException;
import fleet.cli.coordinator.LoginCommand;
import fleet.coordinator.CoordinatorOptions;
import fleet.coordinator.DataFolder;
import fleet.coordinator.store.StoreException;
import fleet.coordinator.store.Stores;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fleet coordinator}: runs one here, and copies what it knows. */
@Command(
    name = "coordinator",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the coordinator, which hears the machines and knows how they are.",
      "Its first start prints the admin's key, once."
    },
    subcommands = LoginCommand.class)
public final class CoordinatorCommand implements Callable<Integer> {
  @Mixin private final CoordinatorOptions options = new CoordinatorOptions();

  @Override
  public Integer call() throws InterruptedException {
    return fleet.coordinator.CoordinatorCommand.run(options);
  }

  @Command(
      name = "backup",
      mixinStandardHelpOptions = true,
      description = "Writes all that a coordinator knows into a new file; it may be running.")
  int backup(
      @Mixin DataFolder folder,
      @Parameters(paramLabel = "FILE", description = "The new file.") Path file) {
    return told(() -> Stores.backup(folder.dir(), file), "the backup is " + file);
  }

  @Command(
      name = "restore",
      mixinStandardHelpOptions = true,
      description = {
        "Puts a backup in the place of what the coordinator knows, which must not be running.",
        "What was there stays beside it as fleet.db.before-restore."
      })
  int restore(
      @Mixin DataFolder folder,
      @Parameters(paramLabel = "FILE", description = "What backup has written.") Path file) {
    return told(
        () -> Stores.restore(file, folder.dir()),
        "restored from " + file + ": start it with: fleet coordinator");
  }

  private static int told(Runnable work, String done) {
    try {
      work.run();
    } catch (StoreException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    System.err.println(done);
    return Exit.OK;
  }
}
