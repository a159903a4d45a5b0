package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The playbook daemon on a Debian 13 and a 12, from nothing to nothing. */
@Tag("lab")
class DaemonTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String RUNS = "fleetd-reports";
  private static final String SECRET = "ft_" + "s3cr3t".repeat(7) + "x";

  @TempDir private Path folder;
  private final List<LabMachine> machines =
      List.of(Place.DAEMON_13.machine(), Place.DAEMON_12.machine());

  @Test
  void itIsInstalledSurvivesReportsOnceIsRolledBackAndGoes() throws Exception {
    Lab lab = Place.lab();
    String address = machines.getFirst().address();
    String gateway = address.substring(0, address.lastIndexOf('.')) + ".1";
    try (Heard heard = new Heard(folder.resolve("heard"), gateway, 7071)) {
      Operator operator = operator(lab, heard);
      Ended unknown = apply(operator).exits(0);
      for (LabMachine machine : machines) {
        assertTrue(unknown.steps(machine.name(), "blocked").contains(RUNS), unknown::toString);
        assertTrue(unknown.out().contains("fleet machine token " + machine.name()));
        register(operator, machine, heard.url(), heard.pin());
      }
      installs(operator, heard);
      isStartedAgain();
      deliversOnceInOrder(heard);
      refusesAnotherCertificate(operator, heard);
      putsBackWhatDoesNotReport(operator);
      goes(operator);
    }
  }

  private void installs(Operator operator, Heard heard) throws Exception {
    Ended first = apply(operator).exits(0);
    for (LabMachine machine : machines) {
      assertTrue(first.steps(machine.name(), "changed").contains(RUNS), first::toString);
      assertEquals(
          "-rw------- dev\n",
          sh(machine, "ls -l /etc/fleetd/token | { read -r m _ o _; echo \"$m\" \"$o\"; }"));
    }
    // What a machine learns of its clock by the first answer is worth another full report.
    assertTrue(heard.beats().stream().filter(line -> line.contains(" full ")).count() >= 2);
    assertFalse(first.toString().contains(SECRET));
    Ended second = apply(operator).exits(0);
    for (LabMachine machine : machines) {
      assertEquals(
          Set.of("unchanged", "skipped"), Set.copyOf(second.outcomes(machine.name()).values()));
      assertEquals(
          "",
          sh(
              machine,
              "cat /proc/[0-9]*/cmdline /var/lib/fleet/ledger/*/* 2>/dev/null | grep -ac 's3c[r]3t' | grep -v '^0' || :;"
                  + " journalctl -q | grep 's3c[r]3t' || :"));
    }
  }

  private void isStartedAgain() throws Exception {
    for (LabMachine machine : machines) {
      sh(machine, "kill -9 $(systemctl show -P MainPID fleetd); rm /var/lib/fleetd/reported");
    }
    for (LabMachine machine : machines) {
      Eventually.is(
          () -> sh(machine, "test -f /var/lib/fleetd/reported && echo yes").equals("yes\n"));
    }
  }

  private void deliversOnceInOrder(Heard heard) throws Exception {
    heard.answers(503);
    for (LabMachine machine : machines) {
      Eventually.is(() -> spooled(machine) >= 3);
      sh(machine, "systemctl restart fleetd");
    }
    int before = heard.beats().size();
    heard.answers(0);
    for (LabMachine machine : machines) {
      Eventually.is(() -> spooled(machine) == 0);
    }
    assertTrue(heard.beats().size() >= before + 6);
    Map<String, Long> last = new HashMap<>();
    for (String beat : heard.beats()) {
      String[] words = beat.split(" ", -1);
      long number = Long.parseLong(words[1]);
      assertTrue(number > last.getOrDefault(words[0], 0L), () -> beat + " in " + all(heard));
      assertEquals("new", words[4], () -> beat + " in " + all(heard));
      last.put(words[0], number);
    }
    assertEquals(2, last.size(), "a machine keeps its series");
  }

  private void refusesAnotherCertificate(Operator operator, Heard heard) throws Exception {
    LabMachine machine = machines.getFirst();
    register(operator, machine, heard.url(), "sha256//" + "A".repeat(43) + "=");
    Ended refused = apply(operator, "--var", "patience=15").exits(1);
    assertTrue(refused.out().contains("and not the pinned"), refused::toString);
    assertEquals(Set.of(RUNS), refused.steps(machine.name(), "failed"));
    register(operator, machine, heard.url(), heard.pin());
    apply(operator).exits(0);
  }

  private void putsBackWhatDoesNotReport(Operator operator) throws Exception {
    String good = sh(machines.getFirst(), "readlink /opt/fleetd/current");
    Path broken = Files.createDirectories(folder.resolve("broken/bin"));
    Path script =
        Files.writeString(
            broken.resolve("fleetd"),
            "#!/bin/sh\n[ \"${1-}\" != --java ] || { echo /bin/true; exit; }\n"
                + "echo 'fleetd: deliberately broken' >&2\nexit 1\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path archive = folder.resolve("any.tar.gz");
    assertEquals(
        0,
        new ProcessBuilder(
                "tar", "-czf", archive.toString(), "-C", broken.getParent().toString(), ".")
            .start()
            .waitFor());
    Ended failed =
        apply(
                operator,
                "--var",
                "fleetd_version=broken",
                "--var",
                "fleetd_archives=" + folder,
                "--var",
                "patience=15")
            .exits(1);
    for (LabMachine machine : machines) {
      assertEquals(Set.of(RUNS), failed.steps(machine.name(), "failed"), failed::toString);
      assertEquals(good, sh(machine, "readlink /opt/fleetd/current"));
      String version = good.strip().substring("/opt/fleetd/".length());
      Eventually.is(() -> sh(machine, "cat /var/lib/fleetd/reported").startsWith(version + " "));
    }
    assertTrue(failed.out().contains("deliberately broken"), failed::toString);
  }

  private void goes(Operator operator) throws Exception {
    operator.fleet("uninstall", "--yes", "--on", names()).exits(0);
    for (LabMachine machine : machines) {
      assertEquals(
          "",
          sh(
              machine,
              "ls -d /opt/fleetd /etc/fleetd /var/lib/fleetd /etc/systemd/system/fleetd* ~dev/.fleet-* 2>/dev/null;"
                  + " pgrep -f 'fleet[.]daemon[.]Main' || :"));
    }
  }

  private Operator operator(Lab lab, Heard heard) throws IOException {
    String registry = Files.readString(lab.registry());
    return Operator.with(
        folder,
        registry.replaceFirst("(?m)^(fleet: .*)$", "$1\ncoordinator: " + heard.url()),
        Files.readString(lab.knownHosts()));
  }

  /** Puts there what a registration will. */
  private static void register(Operator operator, LabMachine machine, String url, String pin)
      throws IOException {
    String fleet = Files.readAllLines(operator.registry()).getFirst().substring("fleet: ".length());
    Path folder = Files.createDirectories(operator.state().resolve("agents").resolve(fleet));
    Files.writeString(
        folder.resolve(machine.name() + ".json"),
        """
        {"coordinator":"%s","pin":"%s","machine":"mach_%026d","services":["ssh"]}
        """
            .formatted(url, pin, machine.debian()));
    Files.writeString(folder.resolve(machine.name() + ".token"), SECRET.substring(0, 46) + "\n");
  }

  private String names() {
    return String.join(",", new TreeSet<>(machines.stream().map(LabMachine::name).toList()));
  }

  private Ended apply(Operator operator, String... more) throws Exception {
    String[] words =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("--json", "--on", names()),
                java.util.Arrays.stream(more))
            .toArray(String[]::new);
    return operator.fleet("apply daemon", words);
  }

  private static long spooled(LabMachine machine) {
    return Long.parseLong(sh(machine, "ls /var/lib/fleetd/spool | wc -l").strip());
  }

  private static String all(Heard heard) {
    try {
      return String.join("\n", heard.beats());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String sh(LabMachine machine, String text) {
    return machine.exec(text, LIMIT).out();
  }
}
