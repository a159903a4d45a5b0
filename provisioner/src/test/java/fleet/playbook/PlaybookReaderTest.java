package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a playbook may say beside its steps, and what is said of mistakes there. */
class PlaybookReaderTest {
  @TempDir private Path folder;

  private Path write(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private List<Step> steps(Path file) {
    Playbook playbook = new PlaybookReader(List.of(folder)).read(file.toString());
    return new Compiler(List.of(playbook), Set.of(), Map.of())
        .compile(SomeMachine.MACHINE, Facts.everyKind().getFirst());
  }

  private String mistake(Path file) {
    String said = assertThrows(BadFileException.class, () -> steps(file)).getMessage();
    return said.replace(folder + "/", "");
  }

  /** One step, as flow YAML, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | p.yaml:3:5: a step wants a map (key: value), not 'text'",
        "~ | p.yaml:3:5: a step wants a map (key: value), but is empty",
        "[] | p.yaml:3:5: a step wants a map (key: value), not a list",
        "{} | p.yaml:3:5: this step has no kind, as in '- package: git'",
        "{title: x} | p.yaml:3:5: this step has no kind, as in '- package: git'",
        "{package: } | p.yaml:3:14: package wants a text, but is empty",
        "{pakage: git} | p.yaml:3:6: there is no step kind 'pakage': did you mean 'package'?",
        "{package: git, titel: x} | p.yaml:3:20: a package step has no key 'titel': did you mean 'title'?",
        "{package: git, id: Git} | p.yaml:3:24: 'id' wants lower-case letters and digits with hyphens between, 60 at most",
        "{package: git, timeout: 0} | p.yaml:3:29: a package step: 'timeout' wants a whole number from 1 to 86400, not '0'",
        "{package: git, timeout: 86401} | p.yaml:3:29: a package step: 'timeout' wants a whole number from 1 to 86400, not '86401'",
        "{package: git, secret: yes} | p.yaml:3:28: a package step: 'secret' wants true or false, not 'yes'",
        "{package: git, sudo: yes} | p.yaml:3:26: a package step: 'sudo' wants true or false, not 'yes'",
        "{package: git, sudo: true, as: root} | p.yaml:3:36: a package step: 'as' and 'sudo' say the same thing: one of them is enough",
        "{package: git, refs: {a: b}} | p.yaml:3:26: 'refs' wants a text, not a map",
        "{package: git, when: {os: linxu}} | p.yaml:3:31: 'os' cannot be 'linxu': did you mean 'linux'?",
        "{package: git, when: {os: windows}} | p.yaml:3:31: 'os' cannot be 'windows': known are linux, macos",
        "{package: git, when: {distro: debain}} | p.yaml:3:35: 'distro' cannot be 'debain': did you mean 'debian'?",
        "{package: git, when: {arch: aarch64}} | p.yaml:3:33: 'arch' cannot be 'aarch64': did you mean 'arm64'?",
        "{package: git, when: {os: []}} | p.yaml:3:31: 'os' names nothing, so it is never met",
        "{package: git, when: {has: a b}} | p.yaml:3:32: 'has' wants the name of a command, not 'a b'",
        "{package: git, when: {host: a}} | p.yaml:3:27: a package step: 'when' has no key 'host': did you mean 'os'?",
        "{service: {name: ssh, enabled: yes}, when: {os: macos}} | p.yaml:3:36: 'enabled' wants true or false, not 'yes'",
        "{file: {path: x}, when: {distro: fedora}} | p.yaml:3:19: 'path' wants an absolute path (or ~/…) without .. or control characters, not 'x'",
        "{file: {path: /x, mode: 644}, when: {distro: fedora}} | p.yaml:3:29: 'mode' wants four octal digits, as in \"0644\", not '644'",
        "{file: {path: /x, content: '${nopes}'}} | p.yaml:3:32: there is no variable 'nopes': known are address, arch, home, machine, os, user; a ${…} of the shell's own is written $${…}",
        "{file: {path: /x, source: /dev/zero}} | p.yaml:3:31: 'source': there is no file '/dev/zero'",
        "{line: {path: /x, line: y, at: topp}} | p.yaml:3:36: 'at' cannot be 'topp': did you mean 'top'?",
        "{include: nope} | p.yaml:3:15: there is no playbook 'nope': known is p",
        "{include: ./nope.yaml} | p.yaml:3:15: there is no file './nope.yaml'",
        "{include: p} | p.yaml:3:15: a playbook may not include itself: p.yaml > p.yaml",
      })
  void aStepThatCannotBe(String step, String said) throws IOException {
    Path file = write("p.yaml", "playbook: p", "steps:", "  - " + step);
    assertEquals(said, mistake(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "about: nothing | p.yaml:1:1: a playbook needs 'steps' or 'include'",
        "steps: | p.yaml:2:7: a playbook: 'steps' wants a list, as in [a, b], but is empty",
        "steps: x | p.yaml:2:8: a playbook: 'steps' wants a list, as in [x], not 'x'",
        "vars: {user: x} | p.yaml:2:8: 'user' is filled by fleet itself: take another name",
        "vars: {A: x} | p.yaml:2:8: a variable's name is lower-case letters, digits and _, not 'A'",
        "stepz: [] | p.yaml:2:1: a playbook has no key 'stepz': did you mean 'steps'?",
      })
  void aPlaybookThatCannotBe(String line, String said) throws IOException {
    assertEquals(said, mistake(write("p.yaml", "playbook: p", line)));
  }

  /** One step of a playbook that hardens, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{control: {check: x, wanted: y, fix: z, verify: v}} | p.yaml:3:6: a control step with 'playbook: harden-mine' and a 'fix' needs 'undo'",
        "{control: {check: x, wanted: y, fix: z, undo: u}} | p.yaml:3:6: a control step with 'playbook: harden-mine' and a 'fix' needs 'verify'",
        "{command: {run: x, unless: y}} | p.yaml:3:6: a command step with 'playbook: harden-mine' and a 'run' needs 'undo'",
        "{control: {check: x, wanted: y, fix: z, undo: u}, risk: may-lock-out} | p.yaml:3:6: a control step with 'risk: may-lock-out' and a 'fix' needs 'verify'",
        "{command: {run: x, unless: y}, risk: may-lock-out} | p.yaml:3:6: a command step cannot have 'risk: may-lock-out' here, because a guard could not take it back: no 'undo'",
      })
  void whatHardensCanBeUndone(String step, String said) throws IOException {
    String name = said.contains("playbook: harden-mine") ? "harden-mine" : "mine";
    assertEquals(said, mistake(write("p.yaml", "playbook: " + name, "steps:", "  - " + step)));
    Path other = write("p.yaml", "playbook: hardened", "steps:", "  - " + step);
    if (name.equals("harden-mine")) {
      assertEquals(1, steps(other).size());
    }
  }

  @Test
  void noStepsAreNoSteps() throws IOException {
    assertTrue(steps(write("p.yaml", "playbook: p", "steps: []")).isEmpty());
  }

  @Test
  void aFileOnTwoPathsIsDoneOnce() throws IOException {
    write("d.yaml", "playbook: d", "steps:", "  - package: git", "    id: the-git");
    write("b.yaml", "playbook: b", "include: d");
    write("c.yaml", "playbook: c", "include: ./sub/../d.yaml");
    Path file = write("a.yaml", "playbook: a", "include: [b, c]");
    assertEquals(List.of("the-git"), steps(file).stream().map(Step::id).toList());
  }

  @Test
  void aCycleIsNamed() throws IOException {
    write("b.yaml", "playbook: b", "include: ./c.yaml");
    Files.createSymbolicLink(folder.resolve("again.yaml"), Path.of("a.yaml"));
    write("c.yaml", "playbook: c", "include: again");
    Path file = write("a.yaml", "playbook: a", "include: b");
    assertEquals(
        "c.yaml:2:10: a playbook may not include itself: a.yaml > b.yaml > c.yaml > again.yaml",
        mistake(file));
  }

  @Test
  void includesThatDoubleEndSoon() throws IOException {
    for (int i = 0; i < 30; i++) {
      write("d" + i + ".yaml", "playbook: d", "include: [d" + (i + 1) + ", d" + (i + 1) + "]");
    }
    write("d30.yaml", "playbook: d", "steps: [package: git]");
    String said = mistake(folder.resolve("d0.yaml"));
    assertTrue(said.endsWith("with its includes this playbook has more than 5000 steps"), said);
  }

  @Test
  void idsAreUnique() throws IOException {
    Path twice =
        write(
            "p.yaml",
            "playbook: p",
            "steps:",
            "  - {package: a, id: x}",
            "  - {package: b, id: x}");
    assertEquals("p.yaml:4:6: the id 'x' is taken: see p.yaml:3:6", mistake(twice));
    Path near =
        write(
            "q.yaml",
            "playbook: q",
            "steps:",
            "  - {file: {path: /a b}}",
            "  - {file: {path: /a-b}}",
            "  - {package: c, id: file-a-b-2}",
            "  - {package: git}");
    assertEquals(
        List.of("file-a-b", "file-a-b-3", "file-a-b-2", "package-git"),
        steps(near).stream().map(Step::id).toList());
  }

  @Test
  void whatDoesNotApplyHasItsTitleAndId() throws IOException {
    Path file =
        write(
            "p.yaml",
            "playbook: p",
            "steps:",
            "  - {package: git, when: {os: macos}}",
            "  - {file: {path: ~/x, content: y}, when: {os: macos}}",
            "  - {file: {path: /x, content: y, source: z}, when: {os: macos}}",
            "  - {package: git, secret: true, when: {os: macos}}");
    assertEquals(
        List.of(
            "package-git: package git",
            "file-home-dev-x: file /home/dev/x",
            "file-step: file step",
            "package-with-a-secret: package with a secret"),
        steps(file).stream().map(step -> step.id() + ": " + step.title()).toList());
  }

  @Test
  void aPreferenceIsOfWhoSitsAtTheScreen() throws IOException {
    Path file =
        write(
            "p.yaml",
            "playbook: p",
            "sudo: true",
            "steps:",
            "  - {default: {domain: com.apple.dock, key: a, value: 1}}",
            "  - {default: {domain: com.apple.dock, key: b, value: 1}, as: user}",
            "  - {default: {domain: com.apple.dock, key: c, value: 1}, sudo: true}",
            "  - {default: {domain: /Library/Preferences/x, key: d, value: 1}, sudo: false}",
            "  - {file: {path: /x, content: y}, sudo: false}");
    Playbook playbook = new PlaybookReader(List.of(folder)).read(file.toString());
    List<Step> steps =
        new Compiler(List.of(playbook), Set.of(), Map.of())
            .compile(SomeMachine.MACHINE, Facts.everyKind().getLast());
    assertEquals(
        "[CONSOLE, USER, ROOT, ROOT, USER]", steps.stream().map(Step::as).toList().toString());
  }

  @Test
  void everyKeyIsHeeded() throws IOException {
    Path file =
        write(
            "p.yaml",
            "playbook: p",
            "when: {has: sh}",
            "tags: [a]",
            "steps:",
            "  - command: {run: x, creates: ~/x, undo: rm ~/x}",
            "    title: for ${machine}",
            "    as: root",
            "    timeout: 7",
            "    tags: b",
            "    risk: may-lock-out",
            "    validate: \"[ -e ${home} ]\"",
            "    refs: one",
            "    why: [because, of it]",
            "    when: {has: git}");
    Step step = steps(file).getFirst();
    assertEquals("for m1", step.title());
    assertEquals("ROOT", step.as().name());
    assertEquals(List.of("home=/home/dev\n[ -e ${home} ]"), step.validate());
    assertEquals(Duration.ofSeconds(7), step.limit());
    assertEquals(Set.of("a", "b"), step.tags());
    assertEquals(Risk.MAY_LOCK_OUT, step.risk());
    assertEquals(List.of("one"), step.refs());
    assertEquals(Optional.of("because of it"), step.why());
    assertEquals(List.of("sh", "git"), step.has());
  }

  @Test
  void aNameThatIsNoPlaybookIsNoFile() {
    var reader = new PlaybookReader(List.of(Path.of("..", "playbooks")));
    String said = assertThrows(NoPlaybookException.class, () -> reader.read("tols")).getMessage();
    assertEquals("there is no playbook 'tols': did you mean 'tools'?", said);
  }
}
