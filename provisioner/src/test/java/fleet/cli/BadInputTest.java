package fleet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Cli.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input ends with 2 and one line on standard error, and nothing else is printed. */
class BadInputTest {
  @TempDir private Path folder;

  private static void oneLine(String error, Said said) {
    assertEquals(error + "\n", said.err());
    assertEquals("", said.out());
    assertEquals(Exit.USAGE, said.exit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "machines: [ | f.yaml:3:1: this bracket is not closed, or a ',' is missing in it",
        "machines: {m: {address: }} | f.yaml:2:24: machine m: 'address' wants an IP address or a DNS name, alone, but is empty",
        "machines: {m: {address: a, prot: 22}} | f.yaml:2:28: machine m has no key 'prot': did you mean 'port'?",
        "machines: &a {} | f.yaml:2:11: '&a' is an anchor: write values out, or quote a text",
        "machines: !!map {} | f.yaml:2:11: tags are not evaluated: remove '!!map', or quote the text",
        "mesh: {mode: sideways} | f.yaml:2:14: fleet.yaml: 'mesh': 'mode' cannot be 'sideways': known are keys, ca",
      })
  void aRegistryThatCannotBe(String line, String error) throws IOException {
    Files.writeString(folder.resolve("f.yaml"), "fleet: f\n" + line + "\n");
    oneLine(error, Cli.in(folder).run("plan", "-f", "f.yaml", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{pakage: git} | p.yaml:3:6: there is no step kind 'pakage': did you mean 'package'?",
        "{command: {run: x}} | p.yaml:3:15: a command step needs either 'unless' or 'creates', to tell whether it has been run",
        "{control: {check: x, wanted: '!na'}} | p.yaml:3:34: 'wanted' is one line that does not begin with !",
        "{service: {name: ssh, enabled: yes}, when: {os: macos}} | p.yaml:3:36: 'enabled' wants true or false, not 'yes'",
        "{service: ssh, validate: x} | p.yaml:3:30: a service step: 'validate' is for steps with 'risk: network' or 'risk: may-lock-out'",
        "{control: {check: c, wanted: w, fix: f, verify: v}, risk: network} | p.yaml:3:6: a control step with 'risk: network' and a 'fix' needs 'undo'",
        "{control: {check: c, wanted: w}, outside: prts} | p.yaml:3:47: 'outside' wants ports, passwords or tcp/NUMBER, not 'prts'",
        "{control: {check: c, wanted: w, fix: f, undo: u}, risk: may-lock-out} | p.yaml:3:6: a control step with 'risk: may-lock-out' and a 'fix' needs 'verify'",
      })
  void aPlaybookThatCannotBe(String step, String error) throws IOException {
    Files.writeString(folder.resolve("p.yaml"), "playbook: p\nsteps:\n  - " + step + "\n");
    for (String command : List.of("plan", "apply")) {
      oneLine(error, Cli.in(folder).run(command, "--here", "./p.yaml"));
    }
    Files.writeString(folder.resolve("f.yaml"), "fleet: f\nmachines: {}\n");
    Said check = Cli.in(folder).run("check", "-f", "f.yaml", "./p.yaml");
    assertEquals(error + "\n", check.err());
    assertEquals(Exit.USAGE, check.exit());
  }

  @Test
  void aControlThatIsAcceptedMustBeKnown() throws IOException {
    Files.createDirectories(folder.resolve("playbooks"));
    Files.writeString(
        folder.resolve("playbooks/harden.yaml"),
        "playbook: harden\nsteps:\n  - control: {check: c, wanted: w}\n    id: sshd-policy\n");
    Files.writeString(
        folder.resolve("f.yaml"),
        """
        fleet: f
        harden: {accept: {sshd-policy: we know}}
        machines:
          m: {address: a, user: u, harden: {accept: {sshd-polcy: we know}}}
        """);
    oneLine(
        "f.yaml:4:46: control 'sshd-polcy' is unknown: did you mean 'sshd-policy'?",
        Cli.in(folder).run("harden", "-f", "f.yaml", "--on", "m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--profile strikt --on m | --profile cannot be 'strikt': did you mean 'strict'?",
        "--packages --on m | --packages is for fleet harden --undo",
        "--here | --here: hardening needs somebody who looks and logs in from outside: run fleet harden --on this machine on another one",
      })
  void anOptionOfHardenThatCannotBe(String options, String error) throws IOException {
    Files.writeString(folder.resolve("f.yaml"), "fleet: f\nmachines: {m: {address: a, user: u}}\n");
    List<String> words = new ArrayList<>(List.of("harden", "-f", "f.yaml"));
    words.addAll(List.of(options.split(" ", -1)));
    oneLine("fleet: " + error, Cli.in(folder).run(words.toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource({"service: ssh, network", "'package: pf, when: {os: macos}', may-lock-out"})
  void aRiskIsNotTakenHere(String step, String risk) throws IOException {
    String text = "playbook: p\nsteps:\n  - {" + step + ", risk: " + risk + "}\n";
    Files.writeString(folder.resolve("p.yaml"), text);
    String error =
        "p.yaml:3:6: 'risk: %s' needs somebody who logs in from outside: run fleet apply on another machine";
    for (String command : List.of("plan", "apply")) {
      oneLine(error.formatted(risk), Cli.in(folder).run(command, "--here", "./p.yaml"));
    }
    Files.writeString(folder.resolve("f.yaml"), "fleet: f\nmachines: {}\n");
    assertEquals(Exit.OK, Cli.in(folder).run("check", "-f", "f.yaml", "./p.yaml").exit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command: {run: x, creates: /x} | could not take it back: no 'undo'",
        "git: {repo: /r, into: /x}, secret: true | could not take it back: secret",
        "command: {run: x, creates: /x, undo: y}, as: console | does nothing as the person at the console",
      })
  void aRiskThatNoGuardCanBear(String step, String why) throws IOException {
    String text = "playbook: p\nsteps:\n  - {" + step + ", risk: network}\n";
    Files.writeString(folder.resolve("p.yaml"), text);
    Files.writeString(folder.resolve("f.yaml"), "fleet: f\nmachines: {}\n");
    Said check = Cli.in(folder).run("check", "-f", "f.yaml", "./p.yaml");
    String error = "p.yaml:3:6: a %s step cannot have 'risk: network' here, because a guard %s\n";
    assertEquals(error.formatted(step.split(":", -1)[0], why), check.err());
    assertEquals(Exit.USAGE, check.exit());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "pln | fleet: there is no command 'pln': did you mean 'plan'? (see: fleet --help)",
        "plan --jsn x | fleet: fleet plan has no option '--jsn': did you mean --json? (see: fleet plan --help)",
        "plan --here tols | fleet: there is no playbook 'tols': did you mean 'tools'?",
        "plan --here ./nope.yaml | fleet: there is no file './nope.yaml'",
        "plan --here tools --parallel 0 | fleet: --parallel wants a number from 1 to 1000, not 0",
        "plan --here tools --parallel x | fleet: Invalid value for option '--parallel': 'x' is not an int (see: fleet plan --help)",
        "plan --here tools --var A=b | fleet: --var wants NAME=VALUE, the name of lower-case letters, digits and _, and not 'A'",
        "machine lst | fleet: fleet machine takes no 'lst': did you mean list? (see: fleet machine --help)",
        "schema yaml | fleet: schema is of registry or playbook, not yaml",
      })
  void aCommandLineThatCannotBe(String words, String error) throws IOException {
    oneLine(error, Cli.in(folder).run(words.split(" ", -1)));
  }

  @Test
  void bytesThatAreNoText() throws IOException {
    Files.write(folder.resolve("f.yaml"), new byte[] {'f', ':', ' ', (byte) 0xff, '\n'});
    oneLine(
        "f.yaml:1:4: this byte is not UTF-8: save the file as UTF-8",
        Cli.in(folder).run("check", "-f", "f.yaml"));
    assertTrue(Files.notExists(folder.resolve(".local")));
  }
}
