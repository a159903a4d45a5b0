package fleet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fleet.yaml.BadFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each case changes one value of a good machine or file; the error must stand at that value. */
class ValidationTest {
  private static final String HEAD =
      "fleet: x\ndefaults: {user: dev}\nroles: {dev: []}\nmachines:\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m1",
        "server-1.example.org",
        "MAC1",
        "mac1.local",
        "a",
        "1a",
        "x0x1",
        "x.y.z",
      })
  void goodMachineNames(String name) {
    assertEquals(
        name, read(HEAD + "  " + name + ": {address: 10.0.0.1}\n").machines().getFirst().name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-m1",
        "m1-",
        "a_b",
        "a..b",
        ".a",
        "a.",
        "all",
        "ALL",
        "10.0.0.1",
        "7",
        "0x7",
        "\"a\\nProxyCommand x\"",
        "\"$(id)\"",
        "\"a b\"",
        "\"a'b\"",
        "\"\"",
        "é",
        "\"a;b\"",
        "\"`id`\"",
        "\"a/../b\"",
        "\"%h\"",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void badMachineNames(String name) {
    var e = refused(HEAD + "  " + name + ": {address: 10.0.0.1}\n");
    assertEquals("fleet.yaml:5:3", e.at().toString());
    assertEquals(true, e.getMessage().contains("is no name for a new machine"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "100.64.0.255",
        "127.0.0.1",
        "\"fd7a:115c:a1e0::1\"",
        "\"::1\"",
        "host",
        "host.example.org",
        "MAC1.local",
        "1host.example",
        "\"fe80::1\""
      })
  void goodAddresses(String address) {
    assertEquals(1, read(HEAD + "  m: {address: " + address + "}\n").machines().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-oProxyCommand=x",
        "\"a\\nb\"",
        "\"a b\"",
        "\"$(id)\"",
        "\"`id`\"",
        "\"a'b\"",
        "\"a\\\"b\"",
        "10.0.0",
        "10.0.0.256",
        "10.0.0.01",
        "10.0.0.1.",
        "1",
        "0x7f000001",
        "0.0.0.0",
        "\"::\"",
        "224.0.0.1",
        "255.255.255.255",
        "\"[::1]\"",
        "\"10.0.0.1:22\"",
        "\"host:22\"",
        "user@host",
        "ssh://host",
        "host_1",
        "host.",
        "\"fe80::1%eth0\"",
        "\"1:2:3\"",
        "\":::\"",
        "\"\"",
        "~",
        "[10.0.0.1]",
        "é.example",
        "\"host;id\"",
        "\"::ffff:999.1.1.1\""
      })
  void badAddresses(String address) {
    for (String key : new String[] {"address", "lan"}) {
      String text = key.equals("lan") ? "address: 10.0.0.9, lan" : "address";
      var e = refused(HEAD + "  m: {" + text + ": " + address + "}\n");
      assertEquals("fleet.yaml:5:" + (9 + text.length()), e.at().toString());
      assertEquals(
          true,
          e.getMessage()
              .contains("machine m: '" + key + "' wants an IP address or a DNS name, alone"),
          e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "user: -l            | 'user' wants a user name (letters, digits, . _ -, at most 32), not '-l'",
        "user: \"a;b\"       | 'user' wants a user name (letters, digits, . _ -, at most 32), not 'a;b'",
        "user: 0             | 'user' wants a user name (letters, digits, . _ -, at most 32), not '0'",
        "user: null          | 'user' wants a user name (letters, digits, . _ -, at most 32), but is empty",
        "users: dev          | 'users' wants a list, as in [dev], not 'dev'",
        "port: 0             | 'port' wants a whole number from 1 to 65535, not '0'",
        "port: 65536         | 'port' wants a whole number from 1 to 65535, not '65536'",
        "port: 0x16          | 'port' wants a whole number from 1 to 65535, not '0x16'",
        "port: ~             | 'port' wants a whole number from 1 to 65535, but is empty",
        "slots: -1           | 'slots' wants a whole number from 0 to 1000, not '-1'",
        "slots: 1001         | 'slots' wants a whole number from 0 to 1000, not '1001'",
        "os: osx             | 'os' cannot be 'osx': known are linux, macos",
        "os: macso           | 'os' cannot be 'macso': did you mean 'macos'?",
        "os: ~               | 'os' wants one of linux, macos, but is empty",
        "identity: ~         | 'identity' wants the path of a private key, but is empty",
        "identity: ~root/k   | 'identity' wants the path of a private key, not '~root/k'",
        "identity: \"a\\nb\" | 'identity' wants the path of a private key, not 'a\\nb'",
        "forward-agent: yes  | 'forward-agent' wants true or false, not 'yes'",
        "revoked: 2026-02-30 | 'revoked' wants a date, as in 2026-11-20, not '2026-02-30'",
        "revoked: true       | 'revoked' wants a date, as in 2026-11-20, not 'true'",
        "jump: m             | 'jump' goes in a circle: m → m",
      })
  void badMachineFields(String field, String why) {
    String key = field.substring(0, field.indexOf(':'));
    var e = refused(HEAD + "  m: {address: 10.0.0.1, " + field.strip() + "}\n");
    assertEquals(
        "fleet.yaml:5:%d: machine m: %s".formatted(28 + key.length(), why), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "m: {address: 10.0.0.1, adress: x} | 5:26: machine m has no key 'adress': did you mean 'address'?",
        "m: {port: 22}                | 5:6: machine m: 'address' is missing",
        "m:                           | 5:5: machine m wants a map (key: value), but is empty",
        "m: 10.0.0.1                  | 5:6: machine m wants a map (key: value), not '10.0.0.1'",
        "m: {address: a, roles: [dve]} | 5:27: machine m has the role 'dve', which is not declared under 'roles': did you mean 'dev'?",
        "m: {address: a, roles: [dev, dev]} | 5:32: machine m: 'roles' has 'dev' twice",
        "m: {address: a, jump: n}     | 5:25: machine m: there is no machine 'n' to jump through: known is m",
        "m: {address: a, harden: {acept: {x: y}}} | 5:28: machine m: 'harden' has no key 'acept': did you mean 'accept'?",
        "m: {address: a, harden: {accept: {No: y}}} | 5:37: 'No' is no name for a new control: it wants the id of a control: lower-case words and hyphens",
        "m: {address: a, harden: {accept: {c: }}} | 5:39: control c wants one line of text, at most 200 characters, but is empty",
        "m: {address: a, ports: [{from: lan}]} | 5:27: a port of machine m wants either tcp: NUMBER or udp: NUMBER",
        "m: {address: a, ports: [{tcp: 1, udp: 1}]} | 5:27: a port of machine m wants either tcp: NUMBER or udp: NUMBER",
        "m: {address: a, ports: [{tcp: 0}]} | 5:33: an item of machine m: 'ports': 'tcp' wants a whole number from 1 to 65535, not '0'",
        "m: {address: a, ports: [{tcp: 1, from: wan}]} | 5:42: an item of machine m: 'ports': 'from' cannot be 'wan': did you mean 'lan'?",
        "m: {address: a, users: [dev, 'x y']} | 5:32: an item of machine m: 'users' wants a user name (letters, digits, . _ -, at most 32), not 'x y'",
      })
  void badMachines(String machine, String why) {
    assertEquals("fleet.yaml:" + why, refused(HEAD + "  " + machine + "\n").getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "fleet: 'a b'  | 1:8: fleet.yaml: 'fleet' wants letters, digits, - and _, beginning with a letter or digit, at most 63, not 'a b'",
        "coordinator: http://100.64.0.1:7070 | 1:14: fleet.yaml: 'coordinator' wants https://HOST:PORT (http is for this computer alone), not 'http://100.64.0.1:7070'",
        "coordinator: https://u:p@host       | 1:14: fleet.yaml: 'coordinator' wants https://HOST:PORT (http is for this computer alone), not 'https://u:p@host'",
        "coordinator: https://host/x?y       | 1:14: fleet.yaml: 'coordinator' wants https://HOST:PORT (http is for this computer alone), not 'https://host/x?y'",
        "coordinator: https://host:99999     | 1:14: fleet.yaml: 'coordinator' wants https://HOST:PORT (http is for this computer alone), not 'https://host:99999'",
        "mesh: {mode: key}                   | 1:14: fleet.yaml: 'mesh': 'mode' cannot be 'key': did you mean 'keys'?",
        "roles: {'a b': []}                  | 1:9: 'a b' is no name for a new role: it wants letters, digits, - and _, beginning with a letter or digit, at most 63",
        "roles: {a: }                        | 1:11: role a wants a list, as in [a, b], but is empty",
        "roles: {a: ['-x']}                  | 1:13: an item of role a wants the name of a playbook, or a path with a / or .yaml in it, not '-x'",
        "roles: {a: ['x y']}                 | 1:13: an item of role a wants the name of a playbook, or a path with a / or .yaml in it, not 'x y'",
        "projects: {a: {name: x}}            | 1:15: project a: 'repo' is missing",
        "projects: {a: {repo: x}}            | 1:22: project a: 'repo' wants owner/name, or an https:, ssh: or git@host: address without a password, not 'x'",
        "projects: {a: {repo: 'https://u:p@h/x'}} | 1:22: project a: 'repo' wants owner/name, or an https:, ssh: or git@host: address without a password, not 'https://u:p@h/x'",
        "projects: {a: {repo: 'ext::sh -c x'}} | 1:22: project a: 'repo' wants owner/name, or an https:, ssh: or git@host: address without a password, not 'ext::sh -c x'",
        "projects: {a: {repo: 'ssh://-oX/y'}} | 1:22: project a: 'repo' wants owner/name, or an https:, ssh: or git@host: address without a password, not 'ssh://-oX/y'",
        "projects: {a: {repo: o/n, secrets: /a/../b}} | 1:36: project a: 'secrets' wants a folder of the secrets provider, as in /alpha, not '/a/../b'",
        "projects: {a: {repo: o/n, name: \"x\\ny\"}} | 1:33: project a: 'name' wants one line of text, at most 200 characters, not 'x\\ny'",
        "projects: {'$(id)': {repo: o/n}}    | 1:12: '$(id)' is no name for a new project: it wants letters, digits, - and _, beginning with a letter or digit, at most 63",
        "agents: {a: {command: []}}          | 1:23: agent a: 'command' wants at least 1 in its list",
        "agents: {a: {command: ['-x']}}      | 1:24: 'command' wants the name or path of a program, not '-x'",
        "agents: {a: {command: claude}}      | 1:23: agent a: 'command' wants a list, as in [claude], not 'claude'",
        "secrets: {required: []}             | 1:10: fleet.yaml: 'secrets': 'provider' is missing",
        "secrets: {provider: vault}          | 1:21: fleet.yaml: 'secrets': 'provider' cannot be 'vault': known are infisical, env, command",
        "secrets: {provider: command}        | 1:10: fleet.yaml: 'secrets': 'command' is missing: provider: command runs it",
        "secrets: {provider: env, command: [x]} | 1:35: fleet.yaml: 'secrets': 'command' is for provider: command",
        "secrets: {provider: env, required: [A-B]} | 1:37: an item of fleet.yaml: 'secrets': 'required' wants the name of an environment variable, not 'A-B'",
        "defaults:                           | 1:10: fleet.yaml: 'defaults' wants a map (key: value), but is empty",
        "machine: {}                         | 1:1: fleet.yaml has no key 'machine': did you mean 'machines'?",
      })
  void badSections(String section, String why) {
    String key = section.substring(0, section.indexOf(':'));
    String rest = key.equals("fleet") ? "machines: {}\n" : "fleet: x\nmachines: {}\n";
    assertEquals("fleet.yaml:" + why, refused(section.strip() + "\n" + rest).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o/n",
        "o/n.js",
        "https://git.example.org:8443/a/b.git",
        "ssh://git@h:22/a/b",
        "git@github.com:o/n.git",
        "file:///srv/git/x.git"
      })
  void goodRepositories(String repo) {
    String text = "fleet: x\nmachines: {}\nprojects: {a: {repo: '" + repo + "'}}\n";
    assertEquals(repo, read(text).project("a").repo());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:7070",
        "http://localhost:1",
        "http://[::1]:7070",
        "https://h/",
        "https://[fd7a::1]:7070"
      })
  void goodCoordinators(String uri) {
    String text = "fleet: x\nmachines: {}\ncoordinator: '" + uri + "'\n";
    assertEquals(uri.replaceAll("/$", ""), read(text).coordinator().orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m1: {address: 10.0.0.1} | M1: {address: 10.0.0.2} | 6:3: machine M1 is given twice: the first is at fleet.yaml:5:3",
        "m1: {address: 10.0.0.1} | m1.local: {address: 10.0.0.2} | 6:3: machine m1.local is given twice: the first is at fleet.yaml:5:3",
        "m1: {address: 10.0.0.1} | m2: {address: 10.0.0.1} | 6:17: machine m2: address 10.0.0.1 port 22 is given twice: the first is at fleet.yaml:5:17",
        "m1: {address: 'fd7a::1'} | m2: {address: 'FD7A:0::1'} | 6:17: machine m2: address fd7a:0:0:0:0:0:0:1 port 22 is given twice: the first is at fleet.yaml:5:17",
        "m1: {address: host} | m2: {address: HOST} | 6:17: machine m2: address host port 22 is given twice: the first is at fleet.yaml:5:17",
        "m1: {address: a, jump: m2} | m2: {address: b, jump: M1} | 5:26: machine m1: 'jump' goes in a circle: m1 → m2 → m1",
        "m1: {address: a, jump: m2} | m2: {address: b, revoked: 2026-01-01} | 5:26: machine m1: 'jump' leads through m2, which is revoked: name another way",
      })
  void pairsThatCannotBe(String one, String two, String why) {
    assertEquals(
        "fleet.yaml:" + why,
        refused(HEAD + "  " + one.replace('\'', '"') + "\n  " + two.replace('\'', '"') + "\n")
            .getMessage());
  }

  @Test
  void oneAddressMayHaveSeveralPortsAndAReplacement() {
    String text =
        HEAD
            + "  a: {address: h}\n  b: {address: h, port: 2222}\n"
            + "  old: {address: h, revoked: 2026-01-01}\n";
    assertEquals(3, read(text).machines().size());
  }

  @Test
  void aMachineWithoutAUserIsRefused() {
    assertEquals(
        "fleet.yaml:3:6: machine m: 'user' is missing, here or in 'defaults'",
        refused("fleet: x\nmachines:\n  m: {address: h}\n").getMessage());
  }

  private static BadFileException refused(String text) {
    return assertThrows(BadFileException.class, () -> read(text));
  }

  private static Fleet read(String text) {
    return Registry.read(Path.of("fleet.yaml"), text, Path.of("/home/op"));
  }
}
