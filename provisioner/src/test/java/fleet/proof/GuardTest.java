package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What would lock the operator out is taken back, whatever else happens, and what is good stays.
 * The suite takes a few faults on one machine; {@code mvn verify -Dtest=GuardTest
 * -Dfleet.proof.faults=all} takes them all on both Debians, and its name instead of {@code all}
 * takes one.
 */
@Tag("lab")
class GuardTest {
  /** Seconds in which a change must be confirmed. */
  static final int WINDOW = 10;

  private static final Duration LIMIT = GuardFault.LIMIT;
  private static final String FAULTS = System.getProperty("fleet.proof.faults", "");

  /** What must be as before: content, mode, owner, time of the last change; rules and services. */
  private static final String LOOK =
      """
      export LC_ALL=C
      found() { find /etc /root /home -path /home/dev/.local -prune -o "$@"; }
      found -type f -printf '%p %m %U:%G %T@\\n' -o -type l -printf '%p %U:%G -> %l\\n' | sort
      found -type f -exec sha256sum {} + | sort
      ! command -v nft >/dev/null || nft -s list ruleset
      systemctl list-units --type=service,socket,timer --state=active,failed --plain --no-legend |
        sed -n 's/^\\([^ ]*\\) .*/\\1/; /^user\\|^session\\|^systemd-\\|^apt-\\|^dpkg-/!p'
      systemctl list-unit-files --state=enabled --plain --no-legend
      ls /var/lib/fleet/guard 2>/dev/null; :
      """;

  @TempDir private Path folder;

  private static Lab lab;

  @BeforeAll
  static void boot() {
    Labs.assumeLab();
    lab = Labs.fresh(Lab.Options.of(Labs.name("guard"), 2).onDebian(13, 12));
    for (LabMachine machine : machines()) {
      String make =
          "id ci 2>/dev/null || { useradd -m -s /bin/bash ci && cp -r ~dev/.ssh ~ci/ && chown -R ci: ~ci/.ssh; }";
      machine.exec(make, LIMIT).ok();
      if (!FAULTS.isEmpty() || machine.debian() == 13) {
        machine
            .exec(
                "command -v nft || { apt-get update -qq && apt-get install -qqy nftables; }", LIMIT)
            .ok();
      }
    }
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  private static List<LabMachine> machines() {
    return lab.machines();
  }

  private Operator operator(LabMachine machine, boolean jump) throws IOException {
    StringBuilder text =
        new StringBuilder("fleet: guard\ndefaults: {user: dev, identity: \"%s\"}\nmachines:\n");
    for (LabMachine each : machines()) {
      boolean behind = jump && !each.name().equals(machine.name());
      text.append(
          "  %s: {address: %s, lan: %s, users: [dev, ci]%s}\n"
              .formatted(
                  each.name(),
                  each.address(),
                  each.lanAddress().orElseThrow(),
                  behind ? ", jump: " + machine.name() : ""));
    }
    return Operator.with(
        folder, text.toString().formatted(lab.identity()), Files.readString(lab.knownHosts()));
  }

  private static String[] arguments(Operator operator, LabMachine machine, String steps) {
    String playbook = operator.playbook("risky", "playbook: risky\nsteps:\n" + steps);
    return new String[] {
      "--json", "--guard-window", String.valueOf(WINDOW), "--on", machine.name(), playbook
    };
  }

  @TestFactory
  Stream<DynamicTest> faults() {
    List<DynamicTest> tests = new ArrayList<>();
    for (LabMachine machine : machines()) {
      for (GuardFault fault : GuardFault.values()) {
        boolean few = FAULTS.isEmpty() && fault.always && machine.debian() == 13;
        if (few || FAULTS.equals("all") || FAULTS.equals(fault.name())) {
          String name = fault + " on Debian " + machine.debian();
          tests.add(dynamicTest(name, () -> isTakenBack(fault, machine)));
        }
      }
    }
    return tests.stream();
  }

  private void isTakenBack(GuardFault fault, LabMachine machine) throws Exception {
    Operator operator = operator(machine, fault == GuardFault.NO_WAY_BEYOND);
    String before = machine.exec(LOOK, LIMIT).ok();

    Running run = operator.start("apply", arguments(operator, machine, fault.steps));
    fault.meanwhile(machine, run);
    String said = "";
    if (fault != GuardFault.OPERATOR_KILLED) {
      Ended ended = run.end(Operator.LIMIT).exits(1);
      said = ended.toString();
      String why = ended.machine(machine.name());
      String wanted = "failed " + fault.said + "; the undo was seen to work";
      assertTrue(why.matches(wanted), () -> "wanted: " + wanted + "\nsaid:   " + why);
    }
    machine.awaitReady(LIMIT);
    String settled = "until [ ! -e /etc/systemd/system/fleet-guard.service ]; do sleep 0.2; done";
    machine.exec(settled, LIMIT).ok();
    List<String> login = new ArrayList<>(lab.ssh(machine));
    login.addAll(List.of("sudo", "-n", "true"));
    assertEquals(0, new ProcessBuilder(login).inheritIO().start().waitFor(), said);
    // What the next run finds of it, and leaves.
    if (fault == GuardFault.OPERATOR_KILLED) {
      machine.exec("rm -rf /var/lib/fleet/guard", LIMIT).ok();
    }
    assertSame(before, machine, said);
  }

  private static void assertSame(String before, LabMachine machine, String said) {
    String after = machine.exec(LOOK, LIMIT).ok();
    TreeSet<String> gone = new TreeSet<>(before.lines().toList());
    TreeSet<String> made = new TreeSet<>(after.lines().toList());
    gone.removeAll(after.lines().toList());
    made.removeAll(before.lines().toList());
    assertEquals("", String.join("\n", gone) + String.join("\n", made), said);
  }

  @Test
  void whatIsGoodIsConfirmedAndStays() throws Exception {
    LabMachine machine = lab.machine("m2");
    Operator operator = operator(machine, true);
    String before = machine.exec(LOOK, LIMIT).ok();
    String[] apply =
        arguments(
            operator,
            machine,
            """
              - file: {path: /etc/ssh/sshd_config.d/00-good.conf, content: "MaxAuthTries 5\\n"}
                as: root
                risk: may-lock-out
                id: file
              - service: {name: ssh, running: true, newer-than: [/etc/ssh/sshd_config.d/00-good.conf]}
                risk: may-lock-out
                id: ssh
              - file: {path: /etc/between, content: ""}
                as: root
                id: between
              - file: {path: ~/.ssh/rc, content: ""}
                risk: network
                id: other
            """);
    Ended ended = operator.fleet("apply", apply).exits(0);
    assertEquals(
        Map.of("file", "changed", "ssh", "unchanged", "between", "changed", "other", "changed"),
        ended.outcomes(machine.name()),
        ended::toString);
    List<String> why = new ArrayList<>();
    ended
        .json()
        .at("/machines/items/0/steps/items")
        .forEach(step -> why.add(step.path("why").asString()));
    String confirmed = "confirmed by 5 fresh logins";
    assertEquals(List.of(confirmed, "an earlier step undid it; put back", "", confirmed), why);
    String left =
        "ls /etc/systemd/system/fleet-guard* /var/lib/fleet/guard /var/lib/fleet/lock 2>/dev/null;"
            + " systemctl list-units --all --plain --no-legend 'fleet-guard*'; pgrep -f '[s]shd -D -p'; :";
    assertEquals("", machine.exec(left, LIMIT).ok());
    String settings = "/usr/sbin/sshd -T | grep maxauthtries";
    assertEquals("maxauthtries 5", machine.exec(settings, LIMIT).ok().strip());

    Ended again = operator.fleet("apply", apply).exits(0);
    assertEquals(4, again.steps(machine.name(), "unchanged").size(), again::toString);
    operator.fleet("uninstall", "--yes", "--on", machine.name()).exits(0);
    machine.exec("systemctl restart ssh", LIMIT).ok();
    assertSame(before, machine, "uninstalled");
  }

  @Test
  void whatAKilledRunLeftUnconfirmedIsNoStateToBuildOn() throws Exception {
    LabMachine machine = lab.machine("m2");
    Operator operator = operator(machine, false);
    String before = machine.exec(LOOK, LIMIT).ok();
    String first = GuardSteps.file("/etc/motd.proof", "x") + "    id: first\n";
    String[] apply = arguments(operator, machine, first + GuardSteps.SLOW);
    apply[2] = "600";
    Running run = operator.start("apply", apply);
    machine.exec("until [ -e /run/slow ]; do sleep 0.1; done", LIMIT).ok();
    run.kill();

    Ended rerun = operator.fleet("apply", arguments(operator, machine, first)).exits(0);
    assertEquals("changed", rerun.outcomes(machine.name()).get("first"), rerun::toString);
    machine.exec("rm -f /run/slow", LIMIT).ok();
    operator.fleet("uninstall", "--yes", "--on", machine.name()).exits(0);
    assertSame(before, machine, "uninstalled");
  }
}
