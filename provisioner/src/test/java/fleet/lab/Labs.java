package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Labs for tests. Where no lab can run, the test is skipped with the reason, unless the environment
 * says {@code FLEET_LAB=required}: then it fails.
 */
public final class Labs {
  private static final Map<Integer, Lab> SHARED = new ConcurrentHashMap<>();

  private Labs() {}

  /** A lab of so many machines, m1 on Debian 13, m2 on 12 and so on, booted once in this JVM. */
  public static Lab shared(int machines) {
    assumeLab();
    return SHARED.computeIfAbsent(
        machines,
        size -> {
          Lab lab = Lab.up(Lab.Options.of(name("shared" + size), size).onDebian(13, 12));
          Runtime.getRuntime().addShutdownHook(new Thread(lab::down));
          return lab;
        });
  }

  /** A lab of one's own, to be closed by whoever asked for it. */
  public static Lab fresh(Lab.Options options) {
    assumeLab();
    return Lab.up(options);
  }

  /** A lab name that no other JVM uses. */
  public static String name(String purpose) {
    return "test-" + purpose + "-" + ProcessHandle.current().pid();
  }

  /** Ends the test here if this computer cannot have a lab; removes what dead tests left. */
  public static void assumeLab() {
    Optional<String> problem = Lab.problem();
    if (problem.isPresent() && "required".equals(System.getenv("FLEET_LAB"))) {
      Assertions.fail("FLEET_LAB=required, but " + problem.get());
    }
    Assumptions.assumeTrue(problem.isEmpty(), () -> "no lab here: " + problem.orElse(""));
    sweep(Home.states(System.getenv()));
  }

  private static void sweep(Path states) {
    if (!Files.isDirectory(states)) {
      return;
    }
    try (Stream<Path> labs = Files.list(states)) {
      labs.map(lab -> lab.getFileName().toString())
          .filter(name -> name.matches("test-.*-[0-9]+"))
          .filter(name -> ownerIsDead(Long.parseLong(name.substring(name.lastIndexOf('-') + 1))))
          .forEach(Labs::bury);
    } catch (IOException e) {
      throw new LabException("cannot read " + states + ": " + e.getMessage());
    }
  }

  private static void bury(String name) {
    try {
      boolean _ = Lab.down(name);
    } catch (LabException e) {
      // Another test JVM is at it in this very moment.
    }
  }

  private static boolean ownerIsDead(long pid) {
    return ProcessHandle.of(pid).isEmpty();
  }
}
