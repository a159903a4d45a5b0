package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.yaml.BadFileException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever becomes of a playbook, it ends soon: in steps for every kind of machine, or one line.
 */
class PlaybookMutationTest {
  private static final int MUTATIONS = 500;
  private static final Pattern CLEAR = Pattern.compile("[^:]+:\\d+:\\d+: .+");

  /** What playbooks of a person's own set for those that are not whole by themselves. */
  private static final Map<String, String> VARS =
      Map.of("console_repo", "https://example.org/console.git");

  private static final Path BUILT_IN = Path.of("..", "playbooks");
  private static final Path OURS = Path.of("src/test/resources/playbooks");

  static List<Path> playbooks() throws IOException {
    try (Stream<Path> files = Files.list(BUILT_IN)) {
      return Stream.concat(
              files.filter(file -> file.toString().endsWith(".yaml")),
              Stream.of(Path.of("../bench/reference.yaml"), OURS.resolve("everything.yaml")))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("playbooks")
  void whole(Path playbook) {
    for (Facts facts : Facts.everyKind()) {
      assertTrue(!steps(playbook, facts).isEmpty(), facts.distro());
    }
  }

  @Test
  void everyMutationEndsWell(@TempDir Path folder) throws IOException {
    Files.copy(OURS.resolve("included.yaml"), folder.resolve("included.yaml"));
    List<Path> all = playbooks();
    List<String> wrong = new ArrayList<>();
    int read = 0;
    int refused = 0;
    for (int seed = 0; seed < MUTATIONS; seed++) {
      Random random = new Random(seed);
      // Half of them in the one that has everything.
      Path playbook =
          seed % 2 == 0 ? OURS.resolve("everything.yaml") : all.get(random.nextInt(all.size()));
      Path file = folder.resolve(playbook.getFileName());
      Files.write(file, Mutation.of(Files.readAllBytes(playbook), random));
      String said = mistake(file, seed);
      if (said.isEmpty()) {
        read++;
      } else {
        refused++;
        if (!CLEAR.matcher(said).matches() || said.length() > 600) {
          wrong.add("seed " + seed + " of " + playbook.getFileName() + ": " + said);
        }
      }
    }
    assertTrue(wrong.isEmpty(), String.join("\n", wrong));
    assertTrue(read > 50 && refused > 200, read + " read, " + refused + " refused");
  }

  /**
   * What is said of it; empty if it makes steps for every kind of machine. Its time is that of the
   * processor: others may be at work on this computer.
   */
  private static String mistake(Path file, int seed) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          ThreadMXBean threads = ManagementFactory.getThreadMXBean();
          long begun = threads.getCurrentThreadCpuTime();
          String said = said(file);
          long spent = threads.getCurrentThreadCpuTime() - begun;
          return spent < 2_000_000_000L ? said : "took " + spent / 1_000_000 + " ms: " + said;
        },
        "seed " + seed);
  }

  private static String said(Path file) {
    try {
      Facts.everyKind().forEach(facts -> steps(file, facts));
      return "";
    } catch (BadFileException e) {
      return e.getMessage();
    } catch (RuntimeException e) {
      return "threw " + e + " at " + List.of(e.getStackTrace()).subList(0, 5);
    }
  }

  private static List<Step> steps(Path file, Facts facts) {
    Playbook playbook = new PlaybookReader(List.of(BUILT_IN)).read(file.toString());
    return new Compiler(List.of(playbook), Set.of(), VARS).compile(SomeMachine.MACHINE, facts);
  }
}
