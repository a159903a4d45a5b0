package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.converge.Task;
import fleet.converge.guard.Guarding;
import fleet.playbook.Compiler;
import fleet.playbook.Playbook;
import fleet.playbook.PlaybookReader;
import fleet.playbook.SomeMachine;
import fleet.shell.Connector;
import fleet.shell.PlainUser;
import fleet.yaml.BadFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The value of a secret step is in the file that it is for, and nowhere else. */
@SuppressWarnings("InlineFormatString") // a playbook reads better by itself
class SecretsStaySecretTest {
  private static final String FIRST = "s3cr't-\"one\"/\\of+them";
  private static final String SECOND = "t0k3n-behind-a-variable";

  private static final String PLAYBOOK =
      """
      playbook: p
      vars: {token: ""}
      steps:
        - file: {path: ~/whole, content: "<FIRST>\\n"}
          secret: true
        - line: {path: ~/lines, line: "export TOKEN=${token}"}
          secret: true
        - block: {path: ~/block, name: b, content: "key: <FIRST>\\n"}
          secret: true
        - command: {run: "printf '%s' \\"${token}\\" >~/by-command; echo got \\"${token}\\"", creates: ~/by-command, undo: "echo ${token}"}
          secret: true
        - command: {run: "echo no \\"${token}\\"; printf %s \\"a${token}\\" | base64; set -x; false \\"${token}\\"", unless: "echo ${token}; false"}
          secret: true
        - control: {check: "echo \\"is ${token}\\"", wanted: "not ${token}", fix: "echo ${token} >&2; exit 4"}
          secret: true
        - control: {check: "echo \\"${token}\\"; echo two", wanted: x, fix: "exit 4"}
          secret: true
        - control: {check: "cat ~/whole", wanted: never}
          title: another step sees ${token}
      """;

  @TempDir private Path folder;
  private PlainUser user;

  @BeforeEach
  void makeUser() throws IOException {
    user = PlainUser.make();
  }

  @AfterEach
  void removeUser() throws IOException {
    user.close();
  }

  @Command
  static final class Options {
    @Mixin final RunOptions run = new RunOptions();
  }

  private static RunOptions options(String... words) {
    Options options = new Options();
    new CommandLine(options).parseArgs(words);
    return options.run;
  }

  /** All that one run showed or kept on the operator's side. */
  private String run(Task.Mode mode, String... words) throws Exception {
    String escaped = FIRST.replace("\\", "\\\\").replace("\"", "\\\"");
    Path file = Files.writeString(folder.resolve("p.yaml"), PLAYBOOK.replace("<FIRST>", escaped));
    Playbook playbook = new PlaybookReader(List.of()).read(file.toString());
    Compiler compiler = new Compiler(List.of(playbook), Set.of(), Map.of("token", SECOND));
    Surroundings surroundings =
        new Surroundings(
            Map.of("XDG_STATE_HOME", folder.resolve("state").toString()), folder, folder, folder);
    PrintStream out = System.out;
    PrintStream err = System.err;
    var caught = new ByteArrayOutputStream();
    try (Connector connector = user.connector();
        PrintStream to = new PrintStream(caught, true, StandardCharsets.UTF_8)) {
      System.setOut(to);
      System.setErr(to);
      new Execution(surroundings, options(words), "apply")
          .run(
              List.of(SomeMachine.MACHINE),
              run -> new Task(run, mode, compiler::compile, () -> "op@here", Guarding.standard()),
              connector);
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    StringBuilder all = new StringBuilder(caught.toString(StandardCharsets.UTF_8));
    try (Stream<Path> kept = Files.walk(folder)) {
      for (Path each : kept.filter(Files::isRegularFile).filter(f -> !f.equals(file)).toList()) {
        all.append(Files.readString(each));
      }
    }
    return all.toString();
  }

  @Test
  void nowhere() throws Exception {
    String junit = folder.resolve("junit.xml").toString();
    Map<String, String> seen = new LinkedHashMap<>();
    seen.put("plan", run(Task.Mode.PLAN, "-v"));
    seen.put("apply", run(Task.Mode.APPLY, "-v", "--junit", junit));
    String left = user.everything();
    seen.put("apply --json", run(Task.Mode.APPLY, "--json", "--junit", junit));
    Files.delete(user.home().resolve("whole"));
    Files.delete(user.home().resolve("lines"));
    Files.delete(user.home().resolve("block"));
    Files.delete(user.home().resolve("by-command"));
    seen.put("the machine", user.everything());
    assertTrue(left.contains(FIRST) && left.contains(SECOND), "the steps did what they are for");
    assertTrue(seen.get("apply").contains("its fix ended with"), seen.get("apply"));
    seen.forEach(SecretsStaySecretTest::without);
  }

  private static void without(String where, String text) {
    for (String secret : List.of(FIRST, SECOND)) {
      forms(secret)
          .forEach(form -> assertFalse(text.contains(form), where + " has " + form + ":\n" + text));
    }
  }

  /** The secret, and as JSON, a shell, XML and base64 write it; pieces of it too. */
  private static Stream<String> forms(String secret) {
    return Stream.of(
            secret,
            secret.replace("\\", "\\\\").replace("\"", "\\\""),
            secret.replace("'", "'\\''"),
            secret.replace("'", "'\"'\"'"),
            secret.replace("\\", "\\\\"),
            secret.replace("\"", "&quot;"),
            secret.substring(0, 12),
            secret.substring(secret.length() - 12),
            base64(secret, 0).substring(0, 20),
            base64(secret, 1).substring(3, 24),
            base64(secret, 2).substring(4, 24))
        .distinct();
  }

  private static String base64(String secret, int offset) {
    byte[] bytes = (" ".repeat(offset) + secret).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void aFileOfVariablesKeepsThemFromTheProcessList() throws IOException {
    Path file =
        Files.writeString(folder.resolve("vars.yaml"), "token: %s\nport: 0123\n".formatted(SECOND));
    assertEquals(
        Map.of("token", SECOND, "port", "1"),
        options("--vars", file.toString(), "--var", "port=1").vars());
    Files.writeString(file, "PORT: 1\n");
    String said =
        assertThrows(BadFileException.class, () -> options("--vars", file.toString()).vars())
            .getMessage();
    assertEquals(file + ":1:1: no variable can be called 'PORT'", said);
  }

  @Test
  void theTestWouldSeeThem() {
    assertEquals(11, forms(FIRST).count());
  }
}
