package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each control of harden-macos, on the stand-in Mac: no real one is had here. */
@Tag("lab")
class HardenMacosTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NEWEST = "26.1";

  /** Of the others only what they say is tried, unless {@code -Dfleet.proof.macos=all}. */
  private static final Set<String> WHOLE =
      System.getProperty("fleet.proof.macos", "").equals("all")
          ? Set.of("13.7.8", "14.8.2", "15.7.2", NEWEST)
          : Set.of("13.7.8", NEWEST);

  private static Lab lab;
  private static List<MacControl> controls;

  @TempDir private Path folder;
  private Operator operator;

  @BeforeAll
  static void up() throws IOException {
    lab = Labs.fresh(Lab.Options.macOnly(Labs.name("harden-mac")));
    controls = MacControl.all();
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

  @ParameterizedTest
  @ValueSource(strings = {"13.7.8", "14.8.2", "15.7.2", NEWEST})
  void eachControlPassesAndIsFixedAndUndone(String version) throws Exception {
    int macos = Integer.parseInt(version.substring(0, 2));
    become(version, MacControl.PASSES);
    Ended pass = fleet("plan");
    each(MacControl.PASSES, control -> assertEquals("unchanged", outcome(pass, control)));

    if (!WHOLE.contains(version)) {
      return;
    }
    become(version, MacControl.FIXED);
    String before = files();
    Ended fix = fleet("apply").exits(0);
    each(
        MacControl.FIXED,
        control ->
            assertTrue(
                outcome(fix, control)
                    .startsWith(control.pendingOn(macos) ? "blocked pending reboot" : "changed"),
                () -> control.id() + ": " + outcome(fix, control)));
    Ended again = fleet("plan");
    assertEquals(new TreeSet<>(), again.steps("mac1", "would-change"), again::err);
    if (macos >= 15) {
      lab.machine("mac1").reboot(LIMIT);
      assertEquals("unchanged", fleet("plan").step("mac1", "open-files"));
    }
    operator.fleet("uninstall", "--yes", "--on", "mac1").exits(0);
    assertEquals(before, files());
  }

  @ParameterizedTest
  @ValueSource(strings = {"managed", "untrusted", "broken", "off"})
  void whatAMacDoesNotAllowIsNeverGreen(String world) throws Exception {
    become(NEWEST, world);
    Ended ended = fleet("apply", "--guard-window", "20");
    each(
        world,
        control ->
            assertTrue(
                outcome(ended, control).matches("(?s)" + control.outcome(world)),
                () -> control.id() + ": " + outcome(ended, control)));
  }

  @Test
  void eachControlHasItsFixtures() throws Exception {
    become(NEWEST, MacControl.PASSES);
    assertEquals(
        fleet("plan").outcomes("mac1").keySet(),
        controls.stream().map(MacControl::id).collect(Collectors.toSet()));
    List<String> worlds = List.of("managed", "untrusted", "broken", "off");
    for (MacControl control : controls) {
      assertTrue(worlds.stream().anyMatch(control::has), control.id());
    }
  }

  @Test
  void aFirewallThatLocksOutIsTakenBack() throws Exception {
    become(NEWEST, MacControl.FIXED);
    mac("echo yes >/var/lib/mac-stand-in/firewall/eats-logins");
    Ended ended = fleet("apply", "--guard-window", "20").exits(1);
    assertTrue(ended.step("mac1", "firewall-on").startsWith("failed undone"), ended::err);
    assertEquals("0\n", mac("cat /var/lib/mac-stand-in/firewall/state"));
    assertEquals("changed confirmed by 2 fresh logins", ended.step("mac1", "sshd-settings"));
  }

  private Ended fleet(String command, String... more) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("--json", "--on", "mac1"));
    words.addAll(List.of(more));
    words.add("harden-macos");
    return operator.fleet(command, words.toArray(String[]::new));
  }

  private static String outcome(Ended ended, MacControl control) {
    return ended.step("mac1", control.id());
  }

  private interface Claim {
    void of(MacControl control);
  }

  private static void each(String state, Claim claim) {
    assertAll(
        controls.stream()
            .filter(control -> control.has(state))
            .map(control -> (Executable) () -> claim.of(control)));
  }

  /** A Mac on its first day, and then what the controls say of that state; else they pass. */
  private static void become(String version, String state) {
    StringBuilder script =
        new StringBuilder(
            """
            s=/var/lib/mac-stand-in
            extension=/Applications/Tailscale.app/Contents/PlugIns/IPNExtension.appex/Contents/MacOS/IPNExtension
            put() { mkdir -p "$(dirname "$s/$1")" && printf '%%s\n' "$2" >"$s/$1" && chmod 666 "$s/$1"; }
            [ -e /root/sshd_config ] || cp -p /etc/ssh/sshd_config /root/sshd_config
            cp -p /root/sshd_config /etc/ssh/sshd_config
            [ ! -d /Applications/Elsewhere.app ] || mv /Applications/Elsewhere.app /Applications/Tailscale.app
            rm -rf /Library/LaunchDaemons/* /etc/ssh/sshd_config.d/00-fleet.conf /opt/homebrew/bin/tailscale
            rm -rf /var/lib/fleet /Users/dev/.local
            /opt/mac-stand-in/become %s
            """
                .formatted(version));
    if (state.equals("managed")) {
      script.append("put mdm yes\n");
    }
    for (MacControl control : controls) {
      String given =
          control.has(state) || state.equals(MacControl.FIXED) ? state : MacControl.PASSES;
      if (control.has(given)) {
        script.append("(set -e\n").append(control.given(given)).append("\n) || exit 1\n");
      }
    }
    mac(script.toString());
  }

  /** Every file that a control may change, with its mode, owner and content. */
  private static String files() {
    return mac(
        "cd / && find etc/ssh Library/LaunchDaemons opt/homebrew/bin Users/dev var/lib/mac-stand-in"
            + " ! -path '*/launchd/*' ! -path '*/sysctl/*' ! -type d -exec /opt/linux-side/bin/stat -c '%n %F %a %U'"
            + " {} + | sort; find etc/ssh/*config* Library opt/homebrew/bin Users/dev var/lib/mac-stand-in"
            + " ! -path '*/launchd/*' ! -path '*/sysctl/*' -type f -exec cksum {} + | sort");
  }

  private static String mac(String command) {
    LabMachine machine = lab.machine("mac1");
    return machine.exec(command, LIMIT).ok();
  }
}
