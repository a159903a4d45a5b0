package fleet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms are those that Apple's commands document or that users have reported. */
@Tag("lab")
class MacStandInTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static Lab lab;

  @BeforeAll
  static void up() {
    lab = Labs.fresh(Lab.Options.macOnly(Labs.name("mac")));
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          uname -s => Darwin
          uname -sm => Darwin arm64
          sw_vers -productVersion => 26.1
          echo $HOME => /Users/dev
          id -gn => staff
          sudo id -gn => wheel
          readlink -f /bin/sh => /usr/bin/bash
          stat -f %Su /dev/console => dev
          stat -f '%Su %Lp' /etc/hosts => root 644
          stat -f %p /etc/hosts => 100644
          date -r 0 -u +%Y => 1970
          date -ju -f %Y-%m-%dT%H:%M:%SZ 2026-01-02T03:04:05Z +%s => 1767323045
          date -u -r 0 -v+1d +%d => 02
          printf abc | shasum -a 256 | cut -c1-8 => ba7816bf
          printf 'a\\n' | wc -l | tr ' ' _ => _______1
          cd /tmp; echo a > f; sed -i '' s/a/b/ f; cat f => b
          cd /tmp; echo a > f; sed -i.bak s/a/b/ f; cat f f.bak | tr '\\n' , => b,a,
          sysctl -n hw.ncpu | grep -c '^[0-9]' => 1
          csrutil status => System Integrity Protection status: enabled.
          profiles status -type enrollment | tail -n 1 => MDM enrollment: No
          sudo systemsetup -getremotelogin => Remote Login: On
          /usr/libexec/ApplicationFirewall/socketfilterfw --getglobalstate => Firewall is disabled. (State = 0)
          networksetup -getdnsservers Wi-Fi => There aren't any DNS Servers set on Wi-Fi.
          networksetup -listallnetworkservices | sed -n 3p => *iPhone USB
          scutil --dns | grep -m 1 nameserver | tr -d ' ' => nameserver[0]:100.100.100.100
          dscacheutil -q host -a name example.org | head -n 1 => name: example.org
          ifconfig | grep -o 'utun4.*UP' => utun4: flags=8051<UP
          mdutil -s / | tail -n 1 | tr -d '\t' => Indexing enabled.
          launchctl limit maxfiles | awk '{ print $1, $2, $3 }' => maxfiles 256 unlimited
          sudo /usr/sbin/sshd -G | grep -i ^usepam => usepam yes
          readlink /Applications/Tailscale.app || echo folder => folder
          dscl . -read /Users/dev UserShell => UserShell: /bin/bash
          dseditgroup -o checkmember -m dev admin => yes dev is a member of admin
          echo 'show State:/Users/ConsoleUser' | scutil | grep Name => Name : dev
          /opt/homebrew/bin/brew --prefix => /opt/homebrew
          """)
  void answersAsAMacDoes(String line, String answer) {
    assertEquals(answer, ssh(line).ok().strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stat -c %a /etc/hosts",
        "cd /tmp; echo a > f; sed -i s/a/b/ f",
        "sha256sum /etc/hosts",
        "timeout 1 true",
        "setsid true",
        "date -d @0",
        "grep -P a /etc/hosts",
        "cp --parents /etc/hosts /tmp",
        "base64 -w0 /etc/hosts",
        "apt-get --version",
        "systemctl --version",
        "cat /etc/os-release",
        "command -v brew",
        "command -v tailscale",
        "command -v sha256sum",
        "/usr/bin/stat -c %a /",
        "/opt/homebrew/bin/brew list tmux",
        "sudo /opt/homebrew/bin/brew list",
        "sysctl no.such.key",
        "networksetup -setdnsservers Wi-Fi 1.1.1.1",
        "mktemp --suffix=.x",
        "launchctl limit maxfiles 131072 524288",
        "sudo launchctl limit maxfiles 131072 524288",
        "sudo sysctl -w kern.maxfilesperproc=131072",
        "sudo sysctl -w kern.maxfiles=1",
        "ls ~/Library/Containers/com.apple.Safari/Data/Library/Preferences",
        "defaults read com.example none",
        "defaults write com.apple.universalaccess a -bool true",
      })
  void refusesWhatAMacRefuses(String command) {
    assertTrue(ssh(command).status() > 0, command);
  }

  @Test
  void settingsAreKeptByTypeAndHost() {
    ssh("defaults write com.example.a on -bool true; defaults -currentHost write com.example.a on -int 7")
        .ok();
    assertEquals("1", ssh("defaults read com.example.a on").ok().strip());
    assertEquals("Type is boolean", ssh("defaults read-type com.example.a on").ok().strip());
    assertEquals("7", ssh("defaults -currentHost read com.example.a on").ok().strip());
    ssh("defaults delete com.example.a on").ok();
    assertEquals(1, ssh("defaults read com.example.a on").status());
    String library = "defaults write /Library/Preferences/com.example b -string x";
    assertEquals(1, ssh(library).status());
    ssh("sudo " + library).ok();
  }

  @Test
  void airPlayEndsOnlyWhenControlCenterStartsAnew() {
    String listening = "lsof -nP -iTCP:5000 -iTCP:7000 -sTCP:LISTEN";
    ssh(listening).ok();
    ssh("defaults -currentHost write com.apple.controlcenter AirplayRecieverEnabled -bool false")
        .ok();
    ssh(listening).ok();
    ssh("killall ControlCenter").ok();
    assertEquals(1, ssh(listening).status());
  }

  @Test
  void aManagedMacSaysNoAndExitsZero() {
    String firewall = "sudo /usr/libexec/ApplicationFirewall/socketfilterfw ";
    mac().exec("echo yes > /var/lib/mac-stand-in/mdm", LIMIT).ok();
    try {
      Output no = ssh(firewall + "--setglobalstate on");
      assertTrue(no.ok().contains("cannot be modified from command line on managed Mac"), no::out);
      assertTrue(ssh(firewall + "--getglobalstate").ok().contains("State = 0"));
    } finally {
      mac().exec("rm /var/lib/mac-stand-in/mdm", LIMIT).ok();
    }
    assertTrue(ssh(firewall + "--setglobalstate on").ok().contains("State = 1"));
  }

  @Test
  void aLaunchDaemonRunsFromBootstrapToBootout() {
    String plist = "/Library/LaunchDaemons/dev.example.plist";
    String content =
        """
        <plist version="1.0"><dict>
        <key>Label</key>
        <string>dev.example</string>
        <key>ProgramArguments</key>
        <array>
        <string>/bin/sleep</string>
        <string>4711</string>
        </array>
        <key>RunAtLoad</key>
        <true/>
        </dict>
        </plist>
        """;
    mac().exec("printf '%s' '" + content + "' > " + plist, LIMIT).ok();
    assertEquals(plist + ": OK", ssh("plutil -lint " + plist).ok().strip());
    assertEquals(113, ssh("launchctl print system/dev.example").status());
    ssh("sudo launchctl bootstrap system " + plist).ok();
    assertTrue(ssh("launchctl print system/dev.example").ok().contains("state = running"));
    assertEquals(5, ssh("sudo launchctl bootstrap system " + plist).status(), "twice");
    ssh("pgrep -f 'sleep 471[1]'").ok();
    ssh("sudo launchctl bootout system/dev.example").ok();
    assertEquals(1, ssh("pgrep -f 'sleep 471[1]'").status());
    assertEquals(3, ssh("sudo launchctl bootout system/dev.example").status());
    mac().exec("chmod 666 " + plist, LIMIT).ok();
    assertEquals(5, ssh("sudo launchctl bootstrap system " + plist).status(), "writable by all");
  }

  @Test
  void homebrewInstallsAndRemoves() {
    String brew = "/opt/homebrew/bin/brew ";
    ssh(brew + "install mosh").ok();
    assertEquals("mosh 1.0.0", ssh(brew + "list --versions mosh").ok().strip());
    ssh("/opt/homebrew/bin/mosh").ok();
    assertEquals("../Cellar/mosh/1.0.0", ssh("readlink /opt/homebrew/opt/mosh").ok().strip());
    ssh(brew + "uninstall mosh").ok();
    assertEquals(1, ssh(brew + "list --versions mosh").status());
    assertEquals(1, ssh("test -e /opt/homebrew/opt/mosh").status());
    ssh(brew + "install curl some/tap/uv").ok();
    assertEquals(1, ssh("test -e /opt/homebrew/bin/curl").status(), "keg-only");
    assertEquals("uv 1.0.0", ssh("/opt/homebrew/bin/uv").ok().strip());
  }

  @Test
  void aMacHasNoSysOfLinux() {
    assertEquals(1, ssh("read -r arch </proc/sys/kernel/arch").status());
    assertEquals(1, ssh("sudo sh -c 'read -r arch </proc/sys/kernel/arch'").status());
  }

  @Test
  void tailscaleRunsByItsOwnPathOnly() {
    String app = "/Applications/Tailscale.app/Contents/MacOS/Tailscale";
    assertEquals(mac().address(), ssh(app + " ip -4").ok().strip());
    assertEquals(133, ssh("ln -s " + app + " /tmp/tailscale; /tmp/tailscale ip -4").status());
  }

  @Test
  void safariReadsAnotherFileWithoutFullDiskAccess() {
    String write = "defaults write com.apple.Safari a -int ";
    String read = "defaults read com.apple.Safari a";
    ssh(write + 1).ok();
    assertEquals("1", ssh(read).ok().strip(), "of the wrong file");
    mac().exec("/opt/mac-stand-in/become trusted", LIMIT).ok();
    assertEquals(1, ssh(read).status());
    mac().exec("/opt/mac-stand-in/become untrusted", LIMIT).ok();
  }

  @ParameterizedTest
  @CsvSource({
    "13.7.8, 1, Stealth mode disabled, ALF: total number of apps = 0",
    "14.8.2, 0, Stealth mode disabled, ALF: total number of apps = 0",
    "15.7.2, 0, Firewall stealth mode is off, Total number of apps = 0",
    "26.1, 0, Firewall stealth mode is off, Total number of apps = 0"
  })
  void eachMacosSaysItItsOwnWay(String version, int status, String stealth, String apps) {
    String firewall = "/usr/libexec/ApplicationFirewall/socketfilterfw ";
    mac().exec("/opt/mac-stand-in/become " + version, LIMIT).ok();
    assertEquals(version, ssh("sw_vers -productVersion").ok().strip());
    assertEquals(stealth, ssh(firewall + "--getstealthmode").ok().strip());
    assertEquals(apps, ssh(firewall + "--listapps").ok().strip());
    assertEquals(status, ssh("sudo sshd -G >/dev/null").status());
    assertEquals(
        version.compareTo("15") < 0 ? 1 : 0, ssh("test -e /usr/libexec/sshd-session").status());
    mac().exec("/opt/mac-stand-in/become 26.1", LIMIT).ok();
  }

  @Test
  void aFirewallThatBlocksSshdLetsNobodyIn() {
    String firewall = "/usr/libexec/ApplicationFirewall/socketfilterfw ";
    mac().exec(firewall + "--blockapp /usr/libexec/sshd-session", LIMIT).ok();
    ssh("true").ok();
    mac().exec(firewall + "--setglobalstate on", LIMIT).ok();
    assertEquals(255, ssh("true").status());
    mac().exec(firewall + "--unblockapp /usr/libexec/sshd-session", LIMIT).ok();
    ssh("true").ok();
    mac().exec(firewall + "--setblockall on", LIMIT).ok();
    assertEquals(255, ssh("true").status());
    mac().exec("/opt/mac-stand-in/become 26.1", LIMIT).ok();
  }

  @Test
  void itRebootsLikeAnyMachineAndRunsItsLaunchDaemons() {
    String plist =
        """
        <plist version="1.0"><dict>
        <key>Label</key>
        <string>dev.boot</string>
        <key>ProgramArguments</key>
        <array>
        <string>/bin/sh</string>
        <string>-c</string>
        <string>launchctl limit maxfiles 1000 2000</string>
        </array>
        <key>RunAtLoad</key>
        <true/>
        </dict></plist>
        """;
    String file = "/Library/LaunchDaemons/dev.boot.plist";
    mac().exec("printf '%s' '" + plist + "' > " + file, LIMIT).ok();
    String before = ssh("sysctl -n kern.boottime").ok();
    mac().reboot(LIMIT);
    assertEquals("Darwin", ssh("uname").ok().strip());
    assertNotEquals(before, ssh("sysctl -n kern.boottime").ok());
    assertTrue(ssh("launchctl limit maxfiles").ok().contains("1000"));
    mac().exec("rm " + file, LIMIT).ok();
  }

  private static LabMachine mac() {
    return lab.machine("mac1");
  }

  private static Output ssh(String command) {
    List<String> words = new ArrayList<>(lab.ssh(mac()));
    words.add(command);
    return Program.run(LIMIT, words);
  }
}
