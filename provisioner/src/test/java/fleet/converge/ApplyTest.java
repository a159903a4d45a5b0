package fleet.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.converge.guard.Guarding;
import fleet.playbook.Call;
import fleet.playbook.Compiler;
import fleet.playbook.Contract;
import fleet.playbook.Fix;
import fleet.playbook.Playbook;
import fleet.playbook.PlaybookReader;
import fleet.playbook.Risk;
import fleet.playbook.SomeMachine;
import fleet.playbook.Step;
import fleet.shell.Account;
import fleet.shell.Connector;
import fleet.shell.PlainUser;
import fleet.yaml.BadFileException;
import fleet.yaml.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small playbooks made true on this computer, as somebody without rights. */
class ApplyTest {
  @TempDir private Path folder;
  private PlainUser user;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void makeUser() throws IOException {
    user = PlainUser.make();
  }

  @AfterEach
  void removeUser() throws IOException {
    user.close();
  }

  /** Each step's outcome, as "word: why". */
  private List<String> run(Task.Mode mode, String... steps) throws IOException {
    String text = "playbook: p\nsteps:\n  - " + String.join("\n  - ", steps) + "\n";
    Path file = Files.writeString(folder.resolve("p.yaml"), text);
    Playbook playbook = new PlaybookReader(List.of()).read(file.toString());
    Compiler compiler = new Compiler(List.of(playbook), Set.of(), Map.of());
    Watcher watcher =
        new Watcher() {
          @Override
          public void step(String machine, StepResult result) {
            told.add(result.id());
          }
        };
    try (Connector connector = user.connector()) {
      MachineResult result =
          new Task("run_1", mode, compiler::compile, () -> "op@here", Guarding.standard())
              .on(SomeMachine.MACHINE, connector, watcher);
      return result.steps().stream()
          .map(StepResult::outcome)
          .map(outcome -> outcome.word() + (outcome.why().isEmpty() ? "" : ": " + outcome.why()))
          .toList();
    }
  }

  private List<String> apply(String... steps) throws IOException {
    return run(Task.Mode.APPLY, steps);
  }

  @Test
  void changedOnceAndThenUnchanged() throws IOException {
    String[] steps = {
      "file: {path: ~/a, content: x}", "line: {path: ~/a, line: y}", "directory: ~/d/e"
    };
    assertEquals(
        List.of("would-change: absent", "would-change: absent", "would-change: absent"),
        run(Task.Mode.PLAN, "file: {path: ~/b, content: x}", steps[1], steps[2]));
    assertTrue(Files.notExists(user.home().resolve("d")));
    // The file's text is whole, so the line undoes it: two steps that cannot both be.
    assertEquals(List.of("changed", "changed"), apply(steps[1], steps[2]));
    assertEquals(List.of("unchanged", "unchanged"), apply(steps[1], steps[2]));
  }

  @Test
  void twoThatCannotBothBeFailNamingThat() throws IOException {
    List<String> outcomes = apply("file: {path: ~/a, content: x}", "line: {path: ~/a, line: y}");
    assertTrue(
        outcomes.getFirst().startsWith("failed: a later step undid it: "), outcomes.toString());
    assertEquals("changed", outcomes.getLast());
    assertEquals(
        List.of("file", "line", "file"), told.stream().map(id -> id.split("-", -1)[0]).toList());
  }

  @Test
  void whatAnEarlierStepUndidIsPutBack() throws IOException {
    Files.writeString(user.home().resolve("b"), "b");
    String removes = "command: {run: rm -f ~/b; touch ~/a, creates: ~/a}";
    String makes = "command: {run: echo b >~/b, creates: ~/b}";
    assertEquals(
        List.of("changed", "unchanged: an earlier step undid it; put back"), apply(removes, makes));
    assertTrue(Files.exists(user.home().resolve("b")));
  }

  @Test
  void whatAnEarlierStepMadeTrueIsChanged() throws IOException {
    assertEquals(
        List.of("changed", "changed: made true by an earlier step"),
        apply(
            "command: {run: touch ~/a ~/b, creates: ~/a}",
            "command: {run: touch ~/b, creates: ~/b}"));
  }

  @Test
  void aFixThatOnlyClaimsFails() throws IOException {
    assertEquals(
        List.of("failed: its fix ran, yet it is off: all fine", "changed"),
        apply(
            "control: {check: echo off, wanted: on, fix: echo all fine}",
            "file: {path: ~/a, content: x}"));
  }

  @Test
  void aFixThatFailsSaysWhatItSaidLast() throws IOException {
    assertEquals(
        List.of("failed: its fix ended with 3: no space", "blocked: no right to"),
        apply(
            "control: {check: echo off, wanted: on, fix: 'echo trying; echo no space >&2; exit 3'}",
            "control: {check: echo out, wanted: on, fix: 'echo !blocked no right to; exit 1'}"));
  }

  @Test
  void aCheckOfSeveralLinesIsUnknown() throws IOException {
    assertEquals(
        List.of("failed: unknown: its check printed more than one line: a", "changed"),
        apply(
            "control: {check: 'echo a; echo b', wanted: a, fix: exit 0}",
            "file: {path: ~/a, content: x}"));
  }

  @Test
  void aCheckThatHangsIsKilledAndTheRestGoesOn() throws IOException {
    assertEquals(
        List.of("failed: unknown: its check did not end in time", "changed"),
        apply(
            "control: {check: sleep 300, wanted: a, fix: exit 0}\n    timeout: 1",
            "file: {path: ~/a, content: x}"));
  }

  @Test
  void aFixThatHangsIsKilledAndTheRestGoesOn() throws IOException {
    assertEquals(
        List.of("failed: did not end within 1 s: begun", "changed"),
        apply(
            "control: {check: echo off, wanted: on, fix: 'echo begun; sleep 300'}\n    timeout: 1",
            "file: {path: ~/a, content: x}"));
  }

  @Test
  void whatIsNotForThisMachineIsSkipped() throws IOException {
    assertEquals(
        List.of(
            "skipped: only where os is macos",
            "skipped: no fleet-no-such-command",
            "skipped: no fleet-no-such-command",
            "changed"),
        apply(
            "directory: ~/a\n    when: {os: macos}",
            "directory: ~/b\n    when: {has: fleet-no-such-command}",
            "include: ./inner.yaml\n    when: {has: fleet-no-such-command}",
            "directory: ~/c\n    when: {has: sh}"));
  }

  @BeforeEach
  void inner() throws IOException {
    Files.writeString(
        folder.resolve("inner.yaml"),
        "playbook: inner\nsteps:\n  - directory: ~/i\n    when: {has: sh}\n");
  }

  @Test
  void eachStepIsToldOnceAndInOrder() throws IOException {
    apply(
        "directory: ~/a\n    id: one",
        "directory: ~/b\n    id: two",
        "directory: ~/a/c\n    id: three");
    assertEquals(List.of("one", "two", "three"), told);
  }

  @Test
  void aPlaceForTheStateThatCannotBeMadeIsNoOtherRun() throws IOException {
    Files.writeString(user.home().resolve(".local"), "a file");
    List<String> outcomes = apply("directory: ~/a");
    assertTrue(
        outcomes.getFirst().startsWith("failed: cannot take this machine's lock: "),
        outcomes.toString());
  }

  @Test
  void stepsThatCannotBeMadeFailTheirMachineAlone() {
    Task.Compiler compiler =
        (_, _) -> {
          throw new BadFileException(new Position("p.yaml", 1, 2), "cannot be here");
        };
    try (Connector connector = user.connector()) {
      MachineResult result =
          new Task("run_1", Task.Mode.PLAN, compiler, () -> "op@here", Guarding.standard())
              .on(SomeMachine.MACHINE, connector, new Watcher() {});
      assertEquals(new Outcome.Failed("p.yaml:1:2: cannot be here"), result.outcome());
    }
  }

  /** Three that are fixed by one call, which makes none of them if one is called bad. */
  @Test
  void whatCannotBeFixedTogetherIsTriedAlone() throws IOException {
    String library =
        """
        some_check() { if [ -e "$1" ]; then say there; else say absent; fi; }
        some_fix() {
          say "$#" >>"$HOME/calls"
          for some_each; do case $some_each in *bad) say "no $some_each"; return 1 ;; esac; done
          for some_each; do : >"$some_each"; done
        }
        """;
    List<Step> steps =
        Stream.of("a", "bad", "c").map(name -> joined(library, user.home() + "/" + name)).toList();
    try (Connector connector = user.connector()) {
      MachineResult result =
          new Task("run_1", Task.Mode.APPLY, (_, _) -> steps, () -> "op@here", Guarding.standard())
              .on(SomeMachine.MACHINE, connector, new Watcher() {});
      assertEquals(
          List.of("changed", "failed", "changed"),
          result.steps().stream().map(step -> step.outcome().word()).toList());
      assertEquals("its fix ended with 1: no " + user.home() + "/bad", result.outcome().why());
    }
    assertEquals(List.of("3", "1", "1", "1"), Files.readAllLines(user.home().resolve("calls")));
  }

  private static Step joined(String library, String path) {
    Contract contract =
        Contract.of("some " + path, library, Call.of("some_check", path), "there")
            .fix(new Fix(Call.of("some_fix", path), true, false))
            .touches(path);
    return new Step(
        path.replaceAll(".*/", ""),
        "some",
        contract.title(),
        new Position("p.yaml", 1, 1),
        contract,
        Account.USER,
        Optional.empty(),
        List.of(),
        Duration.ofSeconds(20),
        Set.of(),
        Risk.NONE,
        List.of(),
        false,
        Set.of(),
        List.of(),
        Optional.empty());
  }
}
