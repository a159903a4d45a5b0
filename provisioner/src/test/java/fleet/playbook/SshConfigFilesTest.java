package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two hundred made-up files of ~/.ssh/config get their Include, and keep every byte of theirs. */
class SshConfigFilesTest {
  private static final int FILES = 200;
  private static final String INCLUDE = "Include config.d/*";
  private static final List<String> LINES =
      List.of(
          "",
          "Host *",
          "  User me",
          "\tProxyCommand sh -c 'echo \"$(date)\" `id` \\\\'",
          "# ünï",
          "Match exec \"true\" # x  ",
          "include config.d/*",
          INCLUDE,
          " " + INCLUDE,
          "-n",
          "\\n%s%%");

  @Test
  void keepEveryByte() throws IOException {
    Path temporary = Files.createTempDirectory("fleet-config");
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    try {
      CaseWorld world =
          CaseWorld.create(
              temporary.resolve("world"), TestShell.needed("dash", temporary), false, List.of());
      List<String> given = new ArrayList<>();
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < FILES; i++) {
        Path path = world.root().resolve("file" + i);
        given.add(madeUp(new Random(i)));
        Files.writeString(path, given.getLast());
        steps.add(compile(path));
      }
      Processes.output(List.of("chmod", "-R", "a+rwX", world.root().toString()));
      assertEquals(new Processes.Ended(0, ""), world.shell(script(world, steps)));
      for (int i = 0; i < FILES; i++) {
        if (!wanted(given.get(i)).equals(given.get(i))) {
          assertEquals("", world.printed("fix." + i), "file " + i);
        }
        String now = Files.readString(world.root().resolve("file" + i));
        assertEquals(wanted(given.get(i)), now, "file " + i);
        assertEquals("present", world.printed("after." + i).strip(), "file " + i);
      }
    } finally {
      Processes.output(List.of("rm", "-rf", "--", temporary.toString()));
    }
  }

  private static String madeUp(Random random) {
    String ending = random.nextInt(4) == 0 ? "\r\n" : "\n";
    StringBuilder text = new StringBuilder();
    int lines = random.nextInt(8);
    for (int i = 0; i < lines; i++) {
      text.append(LINES.get(random.nextInt(LINES.size()))).append(ending);
    }
    boolean open = lines > 0 && random.nextInt(3) == 0;
    return open ? text + "Host last" : text.toString();
  }

  private static String wanted(String given) {
    if (given.lines().findFirst().orElse("").equals(INCLUDE)) {
      return given;
    }
    return INCLUDE + (given.contains("\r\n") ? "\r\n" : "\n") + given;
  }

  private static Step compile(Path path) {
    var settings =
        new Playbook.Settings("p", path, false, List.of(), Map.of(), Set.of(), Optional.empty());
    String text = "line: {path: '%s', line: '%s', at: top}".formatted(path, INCLUDE);
    var step = StepText.read(Yaml.read(path.toString(), text), settings);
    return new Compiler(List.of(new Playbook("p", path, "", List.of(step))), Set.of(), Map.of())
        .compile(SomeMachine.MACHINE, Facts.everyKind().getFirst())
        .getFirst();
  }

  /** What drifted is fixed; then all are looked at again. */
  private static String script(CaseWorld world, List<Step> steps) throws IOException {
    StringBuilder script =
        new StringBuilder(world.opening())
            .append(Script.changes())
            .append(steps.getFirst().contract().library())
            .append("mkdir -p \"$fleet_state\"\n");
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String first =
          new String(Files.readAllBytes(world.root().resolve("file" + i)), StandardCharsets.UTF_8);
      if (!wanted(first).equals(first)) {
        script.append("fleet_entry=\n");
        script.append(world.apart("fix." + i, step.contract().fix().orElseThrow().call().sh()));
      }
    }
    script.append(world.trusted("gather", Script.gather(steps)));
    for (int i = 0; i < steps.size(); i++) {
      script.append(world.trusted("after." + i, Script.check(steps.get(i))));
    }
    return script.append("exit 0\n").toString();
  }
}
