package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.playbook.Facts;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled scripts run for real, beside what the fleet command does with the same playbook. */
class CompiledScriptTest {
  private static final String HERE = Surroundings.hostname();

  private static final Path NOTHING = Path.of("/dev/null");

  private static Nobody nobody;
  private static String classPath = "";

  @BeforeAll
  static void copyProgram() throws IOException {
    nobody = Nobody.make();
    List<String> parts = new ArrayList<>();
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String part : own.split(File.pathSeparator, -1)) {
      Path from = Path.of(part);
      Path to = nobody.folder().resolve("program").resolve(parts.size() + "-" + from.getFileName());
      try (Stream<Path> files = Files.exists(from) ? Files.walk(from) : Stream.of()) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path copy = to.resolve(from.relativize(file).toString());
          Files.createDirectories(Objects.requireNonNull(copy.getParent()));
          Files.copy(file, Files.isDirectory(file) ? copy : file.equals(from) ? to : copy);
        }
      }
      parts.add(to.toString());
    }
    classPath = String.join(File.pathSeparator, parts);
    for (String name : List.of("everything.yaml", "slow.yaml")) {
      try (InputStream in = CompiledScriptTest.class.getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(in), nobody.folder().resolve(name));
      }
    }
  }

  @AfterAll
  static void delete() throws IOException {
    nobody.delete();
  }

  @BeforeEach
  void empty() throws IOException {
    nobody.fresh();
  }

  private static Nobody.Ended fleet(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + nobody.home(),
                "-Duser.name=" + Nobody.name(),
                "-cp",
                classPath,
                "fleet.cli.Main"));
    command.addAll(List.of(arguments));
    return nobody.run(command, NOTHING);
  }

  private static List<String> compiling(String playbook, String... more) throws IOException {
    Process process = new ProcessBuilder("sh", "-c", Facts.script()).start();
    Facts facts =
        Facts.parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    List<String> words =
        new ArrayList<>(
            List.of("compile", playbook, "--for", HERE, "--home", nobody.home().toString()));
    words.addAll(List.of("--user", Nobody.name(), "--distro", facts.distro()));
    words.addAll(List.of("--arch", facts.arch()));
    words.addAll(List.of(more));
    return words;
  }

  /** The compiled script, in a file. */
  private static Path compiled(String playbook) throws IOException, InterruptedException {
    var made = fleet(compiling(playbook).toArray(String[]::new));
    assertEquals(0, made.status(), made.err());
    Path script = nobody.folder().resolve("script.sh");
    Files.write(script, made.out());
    return script;
  }

  private static List<String> words(String shell, String... more) {
    List<String> words = new ArrayList<>(List.of(shell.split(" ", -1)));
    words.addAll(List.of(more));
    return words;
  }

  /** Without the machine's name, the times in diffs, and what fixes print as they run. */
  private static String story(Nobody.Ended ended) {
    StringBuilder text = new StringBuilder("exit " + ended.status() + "\n");
    ended.out().stream()
        .map(line -> line.replaceFirst("^" + HERE + "  ", ""))
        .filter(line -> !line.startsWith("            | "))
        .map(line -> line.replaceFirst("^(    (---|\\+\\+\\+) [^\t]*)\t.*", "$1"))
        // Whether a killed shell still tells that its child was killed is a matter of luck.
        .map(line -> line.replaceFirst("(did not end within 1 s): Terminated$", "$1"))
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh", "bash"})
  void tellsWhatAnApplyTells(String shell) throws Exception {
    String playbook = nobody.folder().resolve("everything.yaml").toString();
    Path script = compiled(playbook);

    Map<String, String> before = nobody.snapshot();
    var would = nobody.run(words(shell, script.toString(), "--dry-run"), NOTHING);
    assertEquals(before, nobody.snapshot());
    assertEquals(story(fleet("apply", "--here", "--dry-run", playbook)), story(would));

    nobody.fresh();
    String first = story(fleet("apply", "--here", playbook));
    String second = story(fleet("apply", "--here", playbook));
    nobody.fresh();
    var did = nobody.run(words(shell, script.toString()), NOTHING);
    assertEquals(first, story(did));
    assertEquals("", did.err());
    assertTrue(
        String.join("\n", did.out())
            .contains("            | one\n            | \n            | two three\n[CHANGED]"));
    assertFalse(Files.exists(nobody.home().resolve("pwned")));
    // Piped, as a download is.
    assertEquals(second, story(nobody.run(words(shell, "-s"), script)));
    assertFalse(Files.exists(nobody.home().resolve(".local/state/fleet/lock")));
  }

  @ParameterizedTest
  @CsvSource({
    "dash,INT",
    "busybox sh,INT",
    "bash,INT",
    "dash,TERM",
    "busybox sh,TERM",
    "bash,TERM"
  })
  void leavesNothingHalfDoneWhenInterrupted(String shell, String signal) throws Exception {
    Path script = compiled(nobody.folder().resolve("slow.yaml").toString());
    Process process = nobody.start(words(shell, script.toString()), NOTHING);
    Path out = nobody.folder().resolve("out");
    for (int i = 0; i < 300 && !Files.readString(out).contains("| begun"); i++) {
      Thread.sleep(50);
    }
    List<ProcessHandle> all = process.descendants().toList();
    assertNotEquals(List.of(), all);
    new ProcessBuilder("kill", "-s", signal, String.valueOf(process.pid())).start().waitFor();
    var ended = nobody.end(process);
    assertEquals(130, ended.status());
    assertTrue(ended.err().startsWith("fleet: interrupted"), ended.err());
    try (Stream<Path> files = Files.list(nobody.home())) {
      assertEquals(
          List.of(".local", "first"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    assertFalse(Files.exists(nobody.home().resolve(".local/state/fleet/lock")));
    for (int i = 0; i < 100 && all.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Thread.sleep(50);
    }
    assertEquals(List.of(), all.stream().filter(ProcessHandle::isAlive).toList());

    nobody.own(Files.createFile(nobody.home().resolve("quick")));
    var again = nobody.run(words(shell, script.toString()), NOTHING);
    assertEquals(0, again.status());
    assertTrue(again.out().contains("[OK]        file " + nobody.home() + "/first"));
    assertTrue(again.out().contains("[CHANGED]   takes long"), again.out().toString());
    Map<String, String> converged = nobody.snapshot();
    var third = nobody.run(words(shell, script.toString()), NOTHING);
    assertTrue(third.out().contains("[OK]        " + HERE + ": 3 unchanged (of 3 steps)"));
    assertEquals(converged, nobody.snapshot());
  }

  @Test
  void isTheSameEachTimeAndClean() throws Exception {
    String playbook = nobody.folder().resolve("everything.yaml").toString();
    Path script = compiled(playbook);
    String text = Files.readString(script);
    assertEquals(text, Files.readString(compiled(playbook)));
    Path body = nobody.folder().resolve("body.sh");
    int begin = text.indexOf("<<'END_OF_SCRIPT_'\n") + "<<'END_OF_SCRIPT_'\n".length();
    Files.writeString(body, text.substring(begin, text.indexOf("\nEND_OF_SCRIPT_\n") + 1));
    // A value may hold what looks like an expansion, a quote or a word of sh; SC2015 and SC2209 are
    // off for all our texts.
    for (List<String> words :
        List.of(
            List.of("shellcheck", "-s", "sh", script.toString()),
            List.of(
                "shellcheck",
                "-s",
                "sh",
                "-e",
                "SC2034,SC2154,SC2016,SC2015,SC2209,SC2088,SC1003,SC1010",
                body.toString()))) {
      var checked = nobody.run(words, NOTHING);
      assertEquals(0, checked.status(), String.join("\n", checked.out()));
    }
  }

  @Test
  void refusesAnotherMachine() throws Exception {
    String playbook = nobody.folder().resolve("slow.yaml").toString();
    Path script = compiled(playbook);
    Files.writeString(
        script,
        Files.readString(script).replaceFirst("run_for='linux [a-z]*", "run_for='linux plan9"));
    var ran = nobody.run(List.of("sh", script.toString()), NOTHING);
    assertEquals(2, ran.status());
    assertEquals(List.of(), ran.out());
    assertTrue(ran.err().contains("make one with: fleet compile " + playbook), ran.err());
    assertEquals(1, ran.err().lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "'risk: may-lock-out', locked nobody out",
    "'risk: network', locked nobody out",
    "'secret: true', --with-secrets -o FILE"
  })
  void refusesStepsThatNeedMore(String property, String why) throws Exception {
    Path playbook = nobody.folder().resolve("more.yaml");
    Files.writeString(
        playbook,
        """
        playbook: more
        about: what a script may not hold
        steps:
          - file: {path: ~/x, content: hunter22}
            %s
        """
            .formatted(property));
    var made = fleet(compiling(playbook.toString()).toArray(String[]::new));
    assertEquals(2, made.status());
    assertTrue(made.err().contains("more.yaml:4:5") && made.err().contains(why), made.err());
    assertEquals(1, made.err().lines().count());
  }

  @Test
  void keepsSecretsToItself() throws Exception {
    Path playbook = nobody.folder().resolve("secret.yaml");
    Files.writeString(
        playbook,
        """
        playbook: secret
        about: a secret
        steps:
          - control: {check: "cat ~/token 2>/dev/null || echo no", wanted: hunter22, fix: "echo hunter22 > ~/token; cat ~/token"}
            title: the token
            secret: true
        """);
    Path script = nobody.home().resolve("secret.sh");
    var made =
        fleet(
            compiling(playbook.toString(), "--with-secrets", "-o", script.toString())
                .toArray(String[]::new));
    assertEquals(0, made.status(), made.err());
    assertTrue(made.err().contains("holds secrets"));
    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        new TreeSet<>(Files.getPosixFilePermissions(script)).toString());
    var ran = nobody.run(List.of("sh", script.toString()), NOTHING);
    assertEquals(
        List.of(
            "            | ***",
            "[CHANGED]   the token",
            "[CHANGED]   " + HERE + ": 1 changed (of 1 steps)",
            "1 of 1 machines came out well"),
        ran.out());
  }
}
