package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every file {@code texts/*.sh} tries functions of prelude.sh, change.sh and guard.sh under each
 * shell, in a temporary root as nobody (as root where it says {@code needs root}). It fails by
 * {@code is WANTED GOT} and by {@code fails COMMAND}; {@code $new_shell FILE} runs a file in
 * another shell that has heard the same texts.
 */
final class ShellTextsTest {
  private static final String HELPERS =
      """
      is() {
        [ "$1" = "$2" ] || { say "wanted <$1>, got <$2>"; exit 1; }
      }
      fails() {
        if "$@" >/dev/null 2>&1; then say "did not fail: $*"; exit 1; fi
      }
      """;

  private final Path temporary = Files.createTempDirectory("fleet-texts");

  ShellTextsTest() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void remove() throws IOException {
    Processes.output(List.of("rm", "-rf", "--", temporary.toString()));
  }

  @TestFactory
  Stream<DynamicNode> texts() throws IOException {
    List<DynamicNode> shells = new ArrayList<>();
    for (String shell : TestShell.NAMES) {
      List<DynamicTest> tests = new ArrayList<>();
      for (Path file : KindCasesTest.list(Path.of("src/test/resources/texts").toAbsolutePath())) {
        String name = file.getFileName().toString();
        tests.add(dynamicTest(name, () -> one(file, shell, temporary.resolve(shell + name))));
      }
      shells.add(dynamicContainer(shell, tests));
    }
    return shells.stream();
  }

  private void one(Path file, String name, Path place) throws IOException {
    TestShell shell = TestShell.needed(name, temporary);
    String text = Files.readString(file);
    boolean asRoot = text.contains("needs root");
    if (asRoot && !CaseWorld.weAreRoot()) {
      TestShell.missing("this needs root");
    }
    CaseWorld world = CaseWorld.create(place, shell, asRoot, List.of());
    String texts = world.opening() + Script.changes() + Script.guard() + HELPERS;
    Path common = Files.writeString(place.resolve("common"), texts);
    Path other = place.resolve("other");
    Files.writeString(
        other,
        "#!/bin/sh\nexec %s %s \"$@\"\n"
            .formatted(
                String.join(" ", shell.command()),
                Files.writeString(place.resolve("start"), ". " + common + "\n. \"$1\"\n")));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
    Processes.Ended ended =
        world.shell(texts + "new_shell=" + other + "\n" + text + "\nsay well\n");
    assertEquals(
        "well",
        last(ended.out()),
        () -> file.getFileName() + " under " + name + ": " + ended.out());
  }

  private static String last(String text) {
    return text.lines().reduce("", (_, line) -> line);
  }
}
