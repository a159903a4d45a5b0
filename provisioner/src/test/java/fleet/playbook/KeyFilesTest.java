package fleet.playbook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hundred made-up files of keys, a hundred of each sort, all of them fixed by one shell. */
final class KeyFilesTest {
  private static final int FILES = 100;
  private static final String THEIRS = "\ntheirs\n";

  private final Path temporary = Files.createTempDirectory("fleet-keys");

  KeyFilesTest() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
  }

  @AfterEach
  void remove() throws IOException {
    Processes.output(List.of("rm", "-rf", "--", temporary.toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatIsNotOursStays(int sort) throws IOException {
    CaseWorld world =
        CaseWorld.create(
            temporary.resolve("world"), TestShell.needed("dash", temporary), false, List.of());
    List<KeyFile> files = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      KeyFile file = KeyFile.of(2 * i + sort, new Random(2 * i + sort));
      Path path = world.root().resolve("file" + i);
      Files.write(path, file.given());
      files.add(file);
      steps.add(compile(file, path));
    }
    Processes.output(List.of("chmod", "-R", "a+rwX", world.root().toString()));
    assertEquals(new Processes.Ended(0, ""), world.shell(script(world, steps)));
    for (int i = 0; i < FILES; i++) {
      judge(world, i, files.get(i), steps.get(i).contract().wanted());
    }
    assertEquals(FILES, count(world.root()), "nothing else is left in the folder");
  }

  private static Step compile(KeyFile file, Path path) {
    var settings =
        new Playbook.Settings("p", path, false, List.of(), Map.of(), Set.of(), Optional.empty());
    String text = "%s: {path: '%s', %s}".formatted(file.kind(), path, file.step());
    var playbook =
        new Playbook(
            "p", path, "", List.of(StepText.read(Yaml.read(path.toString(), text), settings)));
    return new Compiler(List.of(playbook), Set.of(), Map.of())
        .compile(SomeMachine.MACHINE, Facts.everyKind().getFirst())
        .getFirst();
  }

  /**
   * Looks, fixes, looks, fixes again and undoes; before the undo every other file is written to.
   */
  private static String script(CaseWorld world, List<Step> steps) {
    StringBuilder script =
        new StringBuilder(world.opening())
            .append(Script.changes())
            .append(steps.getFirst().contract().library());
    looks(script, world, "before", steps);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      script.append("fleet_entry=\n");
      if (isUndone(i)) {
        script.append(world.trusted("begin." + i, Script.begin(step, "")));
      }
      script.append(world.apart("fix." + i, fix(step) + " && cp file" + i + " ../out/fixed." + i));
      script.append(world.trusted("end." + i, "ledger_end"));
    }
    looks(script, world, "after", steps);
    for (int i = 0; i < steps.size(); i++) {
      String show = steps.get(i).contract().show().orElseThrow().sh();
      String theirs = changedSince(i) ? " && printf '\\ntheirs\\n' >>file" + i : "";
      script.append(world.apart("show." + i, show + theirs));
    }
    script.append("undone=0\nfor each in \"$fleet_state\"/ledger/1*; do\n");
    script.append(world.apart("undo.$undone", "ledger_undo \"$each\""));
    return script.append("undone=$((undone + 2))\ndone\nexit 0\n").toString();
  }

  private static void looks(StringBuilder script, CaseWorld world, String when, List<Step> steps) {
    script.append(world.trusted("gather", Script.gather(steps)));
    for (int i = 0; i < steps.size(); i++) {
      script.append(world.trusted(when + "." + i, Script.check(steps.get(i))));
    }
  }

  private static String fix(Step step) {
    return step.contract().fix().orElseThrow().call().sh();
  }

  private static void judge(CaseWorld world, int i, KeyFile file, String right) throws IOException {
    String seed = "file " + i + ": ";
    assertEquals(file.state(right), world.printed("before." + i).strip(), seed + "before");
    assertEquals("", world.printed("fix." + i), seed + "the fix says nothing");
    Path fixed = world.folder().resolve("out/fixed." + i);
    assertEquals(text(file.fixed()), text(Files.readAllBytes(fixed)), seed + "fixed");
    assertEquals(right, world.printed("after." + i).strip(), seed + "after");
    assertEquals("", world.printed("show." + i), seed + "what another fix would change");
    if (isUndone(i)) {
      boolean since = changedSince(i);
      String undone = since ? text(file.kept()) + THEIRS : text(file.given());
      byte[] now = Files.readAllBytes(world.root().resolve("file" + i));
      assertEquals(undone, text(now), seed + "undone");
      assertEquals(
          since && file.removed() > 0 ? "1" : "0",
          world.printed("undo." + i + ".status").strip(),
          seed + "whether the undo leaves something: " + world.printed("undo." + i));
    }
  }

  /** Every second one is, to save time. */
  private static boolean isUndone(int i) {
    return i % 2 == 0;
  }

  /** Whether somebody writes to the file between fix and undo. */
  private static boolean changedSince(int i) {
    return i % 4 == 2;
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> !path.endsWith("home")).count();
    }
  }

  /** One character a byte, so that a difference can be read. */
  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
