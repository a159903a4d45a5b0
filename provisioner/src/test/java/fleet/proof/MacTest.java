package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What differs on macOS, on the stand-in Mac: no real one is had here. */
@Tag("lab")
class MacTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static Lab lab;

  @TempDir private Path folder;
  private Operator operator;

  @BeforeAll
  static void up() {
    lab = Labs.fresh(Lab.Options.macOnly(Labs.name("macproof")));
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  @BeforeEach
  void operator() {
    operator = Operator.of(folder, lab);
  }

  @Test
  void bootstrapMakesItAMemberOnce() throws Exception {
    String[] words = {
      "--json", "--on", "mac1", "--var", "git_name=Jo", "--var", "git_email=jo@example.org"
    };
    Ended first = operator.fleet("bootstrap", words).exits(0);
    assertEquals(
        Set.of("changed", "unchanged", "skipped"),
        Set.copyOf(first.outcomes("mac1").values()),
        first::err);
    assertTrue(first.steps("mac1", "changed").contains("package-uv"), first::err);
    assertEquals("Jo\n", mac("su dev -c '/opt/homebrew/bin/git config --global user.name'"));
    assertEquals(lab.machine("mac1").address() + "\n", mac("/opt/homebrew/bin/tailscale ip -4"));

    Ended second = operator.fleet("bootstrap", words).exits(0);
    assertEquals(new TreeSet<>(), second.steps("mac1", "changed"), second::err);
    assertEquals("unchanged", second.machine("mac1"));

    operator.fleet("uninstall", "--yes", "--packages", "--on", "mac1").exits(0);
    assertEquals(
        "",
        mac(
            "ls -A /opt/homebrew/Cellar; ls -A ~dev/.npm-global/bin;"
                + " grep fleet ~dev/.profile ~dev/.bashrc ~dev/.gitconfig; ls ~dev/.zshenv || :"));
  }

  @Test
  void aPreferenceIsOfWhoSitsAtTheConsole() throws Exception {
    mac("PATH=/opt/linux-side/bin:$PATH; useradd -m -d /Users/ann -g 20 ann");
    String steps =
        """
        playbook: seat
        sudo: true
        steps:
          - default: {domain: com.example.seat, key: on, value: true}
            id: seat
          - control: {check: "cat ~/seat 2>/dev/null || echo none", wanted: ann, fix: "id -un >$HOME/seat", undo: "rm $HOME/seat"}
            id: who
            as: console
        """
            .replace("~/", "$HOME/");
    String[] apply = {"--json", "--on", "mac1", operator.playbook("seat", steps)};

    mac("echo none >/var/lib/mac-stand-in/console-user");
    Ended nobody = operator.fleet("apply", apply).exits(0);
    assertEquals(Map.of("seat", "blocked", "who", "blocked"), nobody.outcomes("mac1"));
    assertTrue(nobody.out().contains("nobody is logged in at the console of mac1"), nobody::out);

    mac("echo ann >/var/lib/mac-stand-in/console-user");
    Ended ann = operator.fleet("apply", apply).exits(0);
    assertEquals(Map.of("seat", "changed", "who", "changed"), ann.outcomes("mac1"), ann::err);
    assertEquals("1\n", mac("su ann -c 'defaults read com.example.seat on'"));
    assertEquals("none\n", mac("su dev -c 'defaults read com.example.seat on' || echo none"));
    assertEquals("ann\n", mac("cat ~ann/seat"));
    assertEquals("unchanged", operator.fleet("apply", apply).exits(0).machine("mac1"));
    operator.fleet("uninstall", "--yes", "--on", "mac1").exits(0);
    assertEquals("none\n", mac("su ann -c 'defaults read com.example.seat on' || echo none"));
    assertEquals("", mac("ls -d ~ann/seat ~ann/.local 2>/dev/null || :"));

    mac("rm /var/lib/mac-stand-in/console-user");
    operator.fleet("apply", apply).exits(1);
    assertEquals("1\n", mac("su dev -c 'defaults read com.example.seat on'"));
  }

  @Test
  void aRiskyChangeThatNobodyConfirmsIsTakenBackByLaunchd() throws Exception {
    String good = operator.playbook("good", risky(GuardSteps.file("/etc/risky", "good")));
    Ended confirmed = operator.fleet("apply", "--json", "--on", "mac1", good).exits(0);
    assertEquals("changed confirmed by 2 fresh logins", confirmed.machine("mac1"));
    String job = "ls /Library/LaunchDaemons; launchctl list | grep -c fleetmuster || :";
    assertEquals("0\n", mac(job));

    String bad = risky(GuardSteps.file("/etc/risky", "bad") + GuardSteps.SLOW);
    Running run =
        operator.start(
            "apply", "--guard-window", "10", "--on", "mac1", operator.playbook("bad", bad));
    mac("until [ -e /run/slow ]; do sleep 1; done; cat /Library/LaunchDaemons/*.plist");
    run.kill();
    mac("until [ ! -e /Library/LaunchDaemons/dev.fleetmuster.guard.plist ]; do sleep 1; done");
    assertEquals("0\n", mac(job));
    assertEquals("good\n", mac("cat /etc/risky"));
    operator.fleet("uninstall", "--yes", "--on", "mac1").exits(0);
    assertEquals("", mac("ls /etc/risky /run/slow /etc/late /var/lib/fleet 2>/dev/null || :"));
  }

  @Test
  void aRiskyChangeThatNobodyConfirmedIsTakenBackWhenItStartsAgain() throws Exception {
    String bad = risky(GuardSteps.file("/etc/risky", "bad") + GuardSteps.SLOW);
    Running run =
        operator.start(
            "apply", "--guard-window", "600", "--on", "mac1", operator.playbook("bad", bad));
    mac("until [ -e /run/slow ]; do sleep 1; done; cat /etc/risky");
    run.kill();
    lab.machine("mac1").reboot(LIMIT);
    mac("until [ ! -e /Library/LaunchDaemons/dev.fleetmuster.guard.plist ]; do sleep 1; done");
    assertEquals("", mac("ls /etc/risky 2>/dev/null || :"));
    operator.fleet("uninstall", "--yes", "--on", "mac1").exits(0);
  }

  private static String risky(String steps) {
    return "playbook: risky\nsteps:\n" + steps;
  }

  private static String mac(String command) {
    LabMachine machine = lab.machine("mac1");
    return machine.exec(command, LIMIT).ok();
  }
}
