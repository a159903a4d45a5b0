package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After an uninstall the machine is what it was before, save for what is named. */
@Tag("lab")
class UninstallTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void nothingOfUsIsLeft() throws Exception {
    LabMachine machine = Place.UNINSTALL_13.machine();
    Operator operator = Operator.of(folder, Place.lab());
    Rich.furnish(machine);
    machine.exec("apt-get install -qy --no-install-recommends git bc 2>&1", LIMIT).ok();
    Snapshot before = Snapshot.of(machine);
    String rich =
        Rich.text("rich.yaml").lines().filter(l -> !l.contains("user: {")).collect(lines());
    operator.fleet("apply", "--on", machine.name(), operator.playbook("rich", rich)).exits(0);

    Ended pretended = uninstall(operator, machine, "--dry-run").exits(0);
    assertEquals(15, pretended.steps(machine.name(), "would-change").size(), pretended::toString);
    Ended done = uninstall(operator, machine).exits(0);
    assertEquals(
        pretended.steps(machine.name(), "would-change"), done.steps(machine.name(), "changed"));
    assertEquals(List.of(), Snapshot.of(machine).differsFrom(before, _ -> true), done::toString);
    Ended again = uninstall(operator, machine).exits(0);
    assertEquals(Set.of(), again.outcomes(machine.name()).keySet());
    assertEquals(List.of(), Snapshot.of(machine).differsFrom(before, _ -> true));
  }

  @Test
  void packagesStayUnlessAskedForAndWhatAPersonTouchedIsNamed() throws Exception {
    LabMachine machine = Place.UNINSTALL_12.machine();
    Operator operator = Operator.of(folder, Place.lab());
    Rich.furnish(machine);
    Snapshot before = Snapshot.of(machine);
    apply(operator, machine);
    machine
        .exec(
            """
            echo mine >>/etc/proof/motd
            echo '10.0.0.1 mine' >>/etc/hosts
            sed -i '1i export FIRST=1' ~dev/.profile
            echo 'export LAST=1' >>~dev/.profile
            echo notes >/srv/proof/data/notes
            echo two >~dev/dev/proof/two
            """,
            LIMIT)
        .ok();

    Ended kept = uninstall(operator, machine).exits(0);
    for (String named :
        List.of(
            "left: /etc/proof/motd was changed since",
            "left: /srv/proof/data is not empty",
            "left: package bc stays (fleet uninstall --packages removes it)",
            "left: package git stays (fleet uninstall --packages removes it)",
            "left: the account ci, which we made (its home: /home/ci)",
            "left: /home/dev/dev/proof has work of its own")) {
      assertTrue(kept.out().contains(named), () -> named + " in " + kept);
    }
    Snapshot after = Snapshot.of(machine);
    assertTrue(after.has("package bc") && after.has("package git"));
    String hosts = machine.exec("cat /etc/hosts", LIMIT).ok();
    assertTrue(hosts.endsWith("10.0.0.1 mine\n") && !hosts.contains("fleet-operator"), hosts);
    String profile = machine.exec("cat ~dev/.profile", LIMIT).ok();
    assertTrue(profile.startsWith("export FIRST=1\n"), profile);
    assertTrue(profile.endsWith("export LAST=1\n") && !profile.contains("PROOF"), profile);

    machine
        .exec(
            """
            userdel -r ci
            rm -r /etc/proof/motd /srv/proof/data/notes ~dev/dev/proof/two
            sed -i '/mine/d' /etc/hosts
            sed -i '/FIRST/d; /LAST/d' ~dev/.profile
            """,
            LIMIT)
        .ok();
    Ended whole = uninstall(operator, machine, "--packages").exits(0);
    Snapshot end = Snapshot.of(machine);
    assertTrue(!end.has("package bc") && !end.has("package git"), whole::toString);
    assertEquals(List.of(), end.differsFrom(before, UninstallTest::ours), whole::toString);
  }

  /**
   * Left out: the backups and numbers that account and package tools keep of what has gone, and the
   * loader's cache, which they write anew.
   */
  static boolean ours(String name) {
    return !name.matches("/etc/(ld.so.cache|(passwd|shadow|group|gshadow|subuid|subgid)-?)")
        && !name.matches("/var/lib/dpkg/.*-old|/var/lib/apt/extended_states|/var/lib/dpkg/status");
  }

  private static void apply(Operator operator, LabMachine machine) throws Exception {
    operator.fleet("apply", "--on", machine.name(), Rich.playbook(operator)).exits(0);
  }

  private static Ended uninstall(Operator operator, LabMachine machine, String... more)
      throws Exception {
    String[] words =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("--yes", "--json", "--on", machine.name()),
                java.util.Arrays.stream(more))
            .toArray(String[]::new);
    return operator.fleet("uninstall", words);
  }

  static java.util.stream.Collector<CharSequence, ?, String> lines() {
    return java.util.stream.Collectors.joining("\n", "", "\n");
  }
}
