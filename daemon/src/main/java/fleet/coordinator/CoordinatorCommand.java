package fleet.coordinator;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fleetd coordinator}: runs a coordinator until it is told to stop. */
@Command(
    name = "coordinator",
    mixinStandardHelpOptions = true,
    description = "Runs the coordinator, which hears the machines and knows how they are.")
public final class CoordinatorCommand implements Callable<Integer> {
  @Mixin private final CoordinatorOptions options = new CoordinatorOptions();

  @Override
  public Integer call() throws InterruptedException {
    return run(options);
  }

  /** Runs one until a signal ends it. */
  public static int run(CoordinatorOptions options) throws InterruptedException {
    Coordinator coordinator;
    try {
      coordinator = options.start();
    } catch (CoordinatorTrouble e) {
      System.err.println("fleet coordinator: " + e.getMessage());
      return e.exit();
    }
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      try {
                        coordinator.close();
                      } catch (IOException _) {
                        // the process ends anyway
                      }
                    }));
    coordinator
        .firstKey()
        .ifPresent(
            key -> System.out.println("the admin's key, which is shown this once: " + key.text()));
    System.out.println("listening on " + coordinator.url());
    coordinator.pin().ifPresent(pin -> System.out.println("pin " + pin));
    System.out.flush();
    ended.await();
    return 0;
  }
}
