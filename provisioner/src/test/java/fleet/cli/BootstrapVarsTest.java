package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.cli.Cli.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whose git name and address bootstrap gives to a machine. */
class BootstrapVarsTest {
  private static final String IDENTITY =
      "  - file: {path: ~/mine, content: \"${git_name} ${git_email}\\n\"}\n    id: mine\n";

  private static final String INCLUDE = "include: identity\n";

  @TempDir private Path folder;

  /** What the first step would write, of bootstrap as that playbook says it is. */
  private String writes(String text, String... more) throws IOException {
    Files.writeString(
        folder.resolve(".gitconfig"), "[user]\nname = Operator\nemail = op@example.org\n");
    Files.writeString(folder.resolve("fleet.yaml"), "fleet: f\nmachines: {}\n");
    Files.createDirectories(folder.resolve("playbooks"));
    Files.writeString(
        folder.resolve("playbooks/identity.yaml"),
        "playbook: identity\nvars: {git_name: '', git_email: ''}\nsteps:\n" + IDENTITY);
    Files.writeString(folder.resolve("playbooks/bootstrap.yaml"), "playbook: bootstrap\n" + text);
    List<String> words = new ArrayList<>(List.of("bootstrap", "--here", "--dry-run", "--json"));
    words.addAll(List.of(more));
    Said said = Cli.in(folder).run(Map.of(), words.toArray(String[]::new));
    assertEquals(0, said.exit(), said.err());
    JsonNode step =
        JsonMapper.shared().readTree(said.out()).at("/machines/items/0/steps/items/0/diff");
    return step.asString().lines().filter(l -> l.startsWith("+") && !l.startsWith("++")).toList()
        + "";
  }

  @Test
  void theOperatorsWhereNobodySaysAny() throws IOException {
    assertEquals("[+Operator op@example.org]", writes(INCLUDE));
    assertEquals("[+Operator op@example.org]", writes("vars: {git_name: ''}\n" + INCLUDE));
  }

  @Test
  void aPlaybookOfTheUsersIsHeeded() throws IOException {
    assertEquals("[+Jane op@example.org]", writes("vars: {git_name: Jane}\n" + INCLUDE));
  }

  @Test
  void soIsOneThatSaysItElsewhere() throws IOException {
    Files.createDirectories(folder.resolve("playbooks"));
    Files.writeString(
        folder.resolve("playbooks/ours.yaml"),
        "playbook: ours\nvars: {git_name: Jane}\n" + INCLUDE);
    assertEquals("[+Jane op@example.org]", writes("include: [identity, ours]\n"));
  }

  @Test
  void theCommandLineIsAboveAll() throws IOException {
    assertEquals(
        "[+Other op@example.org]",
        writes("vars: {git_name: Jane}\n" + INCLUDE, "--var", "git_name=Other"));
    assertEquals(
        "[+ op@example.org]", writes("vars: {git_name: Jane}\n" + INCLUDE, "--var", "git_name="));
  }
}
