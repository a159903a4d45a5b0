package fleet.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.doctor.Finding.Status;
import fleet.naming.ClassNames;
import fleet.playbook.Facts;
import fleet.playbook.SomeMachine;
import fleet.shell.Answer;
import fleet.shell.Connector;
import fleet.shell.PlainUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What machines answer, and what doctor makes of it. */
class MachineChecksTest {
  private static final MachineSide LINUX =
      new MachineSide(SomeMachine.MACHINE, Facts.everyKind().getFirst());

  private static List<Finding> read(String check, String out) throws Exception {
    return check(check).read(LINUX, new Answer("check", 0, out, "", false, Duration.ZERO));
  }

  private static MachineCheck check(String name) throws Exception {
    return Class.forName("fleet.cli.doctor.machine." + name + "Check")
        .asSubclass(MachineCheck.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Disk | `/dev/sda1 100 50 9999999 50% /` | PASS | / is 50 % full |",
        "Disk | `/dev/sda1 100 50 9999999 91% /` | FAIL | / is 91 % full | fleet exec --on m1 -- sudo du -xk -d 2 /",
        "Disk | `/dev/sda1 100 50 2000000 50% /my disk` | FAIL | /my disk is 50 % full | fleet exec --on m1 -- sudo du -xk -d 2 '/my disk'",
        "Disk | nonsense | UNKNOWN | df said nothing that can be read |",
        "Reboot | yes | WARN | an update waits for one | fleet exec --on m1 -- sudo shutdown -r +1",
        "Reboot | no | PASS | not needed |",
        "Tailscale | `\"BackendState\":\"Running\"` | PASS | connected |",
        "Tailscale | `\"BackendState\":\"NeedsLogin\"` | WARN | NeedsLogin | fleet exec --on m1 -- sudo tailscale up",
        "Tailscale | absent | WARN | is not installed | fleet apply tailscale --on m1",
        "Tailscale | silent | UNKNOWN | its daemon does not answer |",
        "Lock | `` | PASS | free |",
        "Lock | `held /home/dev/.local/state/fleet/lock eve@there/1/run_0` | PASS | held by eve@there/1/run_0 |",
        "Lock | `dead /h/lock eve@there/1/run_0` | WARN | /h/lock was left by eve@there/1/run_0, which is gone | fleet exec --on m1 -- rm -f /h/lock",
        "Packages | audited | PASS | all whole |",
        "Packages | absent | NA | no dpkg here |",
        "Packages | `The following packages ...` | FAIL | some are half installed | fleet exec --on m1 -- sudo dpkg --configure -a",
        "Actions | `` | PASS | none is unfinished |",
        "Clock | nonsense | UNKNOWN | date said nothing that can be read |",
        "Clock | 1000 | FAIL | | fleet exec --on m1 -- sudo timedatectl set-ntp true",
      })
  void answers(String check, String out, Status status, String says, String mend) throws Exception {
    Finding finding = read(check, out).getFirst();
    assertEquals(status, finding.status());
    assertTrue(says == null || says.equals(finding.says()), finding.says());
    assertEquals(mend == null ? "" : mend, finding.mend().orElse(""));
  }

  @Test
  void inodesCountToo() throws Exception {
    List<Finding> findings = read("Disk", "F 1 1 9999999 5% /\ninodes\nF 100 99 1 99% /\n");
    assertEquals(
        List.of("disk PASS", "inodes FAIL"),
        findings.stream().map(f -> f.about() + " " + f.status()).toList());
  }

  @Test
  void everyCheckIsUnderstoodHere() throws Exception {
    int checks =
        (int)
            ClassNames.in("fleet.cli.doctor.machine", Doctor.class).stream()
                .filter(name -> name.endsWith("Check"))
                .count();
    try (PlainUser user = PlainUser.make();
        Connector connector = user.connector()) {
      List<Finding> findings = Doctor.on(List.of(SomeMachine.MACHINE), connector, 1);
      assertTrue(findings.size() > checks, findings.toString());
      assertTrue(
          findings.stream().noneMatch(f -> f.says().contains("can be read")), findings.toString());
      assertEquals("pass", status(findings, "clock"));
      assertEquals("pass", status(findings, "lock"));
    }
  }

  @Test
  void aLockThatWasLeftIsGoneAfterItsCommand() throws Exception {
    try (PlainUser user = PlainUser.make();
        Connector connector = user.connector()) {
      Path state = Files.createDirectories(user.home().resolve(".local/state/fleet"));
      Path lock = Files.writeString(state.resolve("lock"), "1 other-boot 99 eve@there/1/run_0\n");
      List<Finding> findings = Doctor.on(List.of(SomeMachine.MACHINE), connector, 1);
      assertEquals("warn", status(findings, "lock"));
      String mend =
          findings.stream()
              .filter(f -> f.about().equals("lock"))
              .findFirst()
              .orElseThrow()
              .mend()
              .orElseThrow();
      assertTrue(mend.startsWith("fleet exec --on m1 -- "), mend);
      String there = mend.substring(mend.indexOf(" -- ") + 4);
      assertEquals(0, new ProcessBuilder("sh", "-c", there).start().waitFor());
      assertFalse(Files.exists(lock));
      assertEquals("pass", status(Doctor.on(List.of(SomeMachine.MACHINE), connector, 1), "lock"));
    }
  }

  private static String status(List<Finding> findings, String about) {
    return findings.stream()
        .filter(f -> f.about().equals(about))
        .map(f -> f.status().word())
        .findFirst()
        .orElse("absent");
  }

  @Test
  void theWorstComesFirst() {
    List<Finding> findings =
        List.of(
            Finding.notApplicable("m", "a", ""),
            Finding.pass("m", "b", ""),
            Finding.unknown("m", "c", ""),
            Finding.warn("m", "d", "", "x"),
            Finding.fail("m", "e", ""));
    assertEquals(findings.reversed(), Doctor.worstFirst(findings));
    assertTrue(Doctor.fails(findings));
    assertFalse(Doctor.fails(findings.subList(0, 4)));
  }
}
