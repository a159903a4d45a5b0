package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fleet.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Every file {@code cases/<kind>/*.yaml} is a case, tried for real under each shell in a temporary
 * root. {@code ${root}} in it is that root, {@code ${root}/home} the user's home, the working
 * folder is the root, and a {@code source} lies in the root. It may say:
 *
 * <ul>
 *   <li>{@code case} a sentence; {@code step} as in a playbook; {@code vars} as in a playbook
 *   <li>{@code facts} {@code {os, distro, version, arch, manager, user, uid, shell, sudo}}, where
 *       they are not those of a user dev on Debian 13
 *   <li>{@code needs: [root]} the step runs in root's shell; all other cases run as nobody
 *   <li>{@code given} sh that prepares the root (with {@code $root} and {@code $HOME})
 *   <li>{@code path: [bin]} folders of the root to put in front of PATH, for stand-ins
 *   <li>{@code before} the state that check prints: the very text, or a regex of all of it; {@code
 *       wanted} where it is so already; if absent, anything but that
 *   <li>{@code show} a regex found in the diff
 *   <li>{@code fix} {@code changed} (if absent), {@code failed}, {@code blocked} or {@code none};
 *       {@code why} a regex found in the last line of a fix that failed
 *   <li>{@code result} sh assertions after the fix, which end at the first that is false
 *   <li>{@code meanwhile} sh between fix and undo; {@code undone} sh assertions after the undo, or
 *       {@code same} where all must be as given; {@code left} a regex of what an undo says that
 *       could not put everything back. Assertions may leave files in {@code $scratch}, outside the
 *       root
 *   <li>{@code error} a regex found in the error that refuses the YAML; no shell runs then
 *   <li>{@code alone: true} it cannot be looked at together with the other cases of its kind
 * </ul>
 *
 * Implied: a look changes nothing at all, not even an mtime, prints one line and no complaint, and
 * sees the same when repeated. {@code -Dcases=line} tries the cases of that kind alone.
 */
final class KindCasesTest {
  private final Path temporary = Files.createTempDirectory("fleet-cases");

  KindCasesTest() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /** Not JUnit's own temporary folder: it warns of each symlink that a case has. */
  @AfterEach
  void remove() throws IOException {
    Processes.output(List.of("rm", "-rf", "--", temporary.toString()));
  }

  @TestFactory
  Stream<DynamicNode> cases() throws IOException {
    List<DynamicNode> kinds = new ArrayList<>();
    for (Path kind : list(folder())) {
      if (!System.getProperty("cases", name(kind)).equals(name(kind))) {
        continue;
      }
      List<DynamicNode> shells = new ArrayList<>();
      for (String shell : TestShell.NAMES) {
        List<DynamicNode> tests = new ArrayList<>();
        for (Path file : list(kind)) {
          Path place = temporary.resolve(kind.getFileName() + "-" + shell + "-" + tests.size());
          tests.add(
              test(
                  name(file),
                  kind,
                  shell,
                  () -> one(file, TestShell.needed(shell, temporary), place)));
        }
        Path place = temporary.resolve(kind.getFileName() + "-" + shell);
        tests.add(
            test(
                "all looked at together",
                kind,
                shell,
                () -> together(kind, TestShell.needed(shell, temporary), place)));
        shells.add(dynamicContainer(shell, tests));
      }
      kinds.add(dynamicContainer(kind.getFileName().toString(), shells));
    }
    return kinds.stream();
  }

  private static DynamicTest test(String name, Path kind, String shell, Executable body) {
    return dynamicTest(
        name,
        () -> {
          try {
            body.execute();
          } catch (AssertionError e) {
            throw new AssertionError(
                "%s/%s under %s: %s".formatted(kind.getFileName(), name, shell, e.getMessage()), e);
          }
        });
  }

  private static void one(Path file, TestShell with, Path place) throws IOException {
    KindCase it = KindCase.read(file, place.resolve("root"));
    if (it.says().has("error")) {
      String message = assertThrows(BadFileException.class, it::compile).getMessage();
      assertTrue(Pattern.compile(it.says().text("error")).matcher(message).find(), () -> message);
      return;
    }
    CaseWorld world = prepare(it, with, place);
    new CaseRun(it, world).run();
  }

  private static CaseWorld prepare(KindCase it, TestShell shell, Path place) throws IOException {
    if (it.asRoot() && !CaseWorld.weAreRoot()) {
      TestShell.missing("this case needs root");
    }
    CaseWorld world = CaseWorld.create(place, shell, it.asRoot(), it.says().texts("path"));
    Processes.Ended given = world.sh(it.says().text("given", ":"), true);
    assertEquals(0, given.status(), () -> "given: " + given.out());
    return world;
  }

  /** All cases in one shell after merged gathers must see what each sees alone, in any order. */
  private static void together(Path kind, TestShell with, Path place) throws IOException {
    Map<Step, String> alone = new LinkedHashMap<>();
    for (Path file : list(kind)) {
      Path mine = place.resolve(name(file));
      KindCase it = KindCase.read(file, mine.resolve("root"));
      if (it.says().has("error")
          || it.says().has("path")
          || it.says().bool("alone", false)
          || it.asRoot()) {
        continue;
      }
      CaseWorld world = prepare(it, with, mine);
      Step step = it.compile();
      look(world, List.of(step));
      alone.put(step, world.printed("look.0"));
    }
    CaseWorld all = CaseWorld.create(place.resolve("all"), with, false, List.of());
    List<Step> steps = new ArrayList<>(alone.keySet());
    look(all, steps);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      assertEquals(alone.get(step), all.printed("look." + i), "together: " + step.title());
      assertEquals(alone.get(step), all.printed("back." + i), "looked at again: " + step.title());
    }
  }

  private static void look(CaseWorld world, List<Step> steps) throws IOException {
    StringBuilder script = new StringBuilder(world.opening());
    steps.stream()
        .map(step -> step.contract().library())
        .distinct()
        .forEach(text -> script.append(text).append('\n'));
    script.append(world.trusted("gather", Script.gather(steps)));
    for (int i = 0; i < steps.size(); i++) {
      script.append(world.trusted("look." + i, Script.check(steps.get(i))));
    }
    script.append(world.trusted("gather", Script.gather(steps)));
    for (int i = steps.size() - 1; i >= 0; i--) {
      script.append(world.trusted("back." + i, Script.check(steps.get(i))));
    }
    assertEquals(new Processes.Ended(0, ""), world.shell(script + "\nexit 0\n"));
  }

  static Path folder() {
    return Path.of("src/test/resources/cases").toAbsolutePath();
  }

  static String name(Path file) {
    return file.getFileName().toString().replace(".yaml", "");
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
