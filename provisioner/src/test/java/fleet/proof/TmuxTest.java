package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import fleet.shell.Quote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real tmux of Debian 13 and 12: what it reads back, and what dev-session makes of it. */
@Tag("lab")
class TmuxTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String OWN = "set -g status-right mine\n";
  private static final String GHOSTTY =
      "xterm-ghostty|ghostty|Ghostty,\n\tam, Tc,\n\tcols#80,\n\tFlip=\\E[%i%p1%dR$<5>, clear=\\E[H\\E[2J,";

  /** What T1 asks for, as tmux itself names it. */
  private static final List<String> OPTIONS =
      List.of(
          "default-terminal tmux-256color",
          "terminal-overrides[100] xterm-ghostty:Tc",
          "mouse on",
          "history-limit 50000",
          "status-left \"[#h] \"",
          "escape-time 10",
          "set-clipboard on");

  private static Lab lab;
  private static Operator operator;
  private static Ended first;
  private static Ended second;

  @BeforeAll
  static void up(@TempDir Path folder) throws Exception {
    lab = Labs.fresh(Lab.Options.of(Labs.name("tmux"), 2).onDebian(13, 12));
    // A machine that does not answer comes first.
    String registry =
        Files.readString(lab.registry())
            .replace("machines:\n", "machines:\n  gone: {address: 192.0.2.1}\n");
    operator = Operator.with(folder, registry, Files.readString(lab.knownHosts()));
    as(
        "m1",
        "printf '%s' '" + OWN + "' >~/.tmux.conf.local; echo 'set -g mouse off' >~/.tmux.conf");
    as(
        "m1",
        "mkdir ~/.gemini ~/.codex; printf '{\"ui\": {\"theme\": \"x\"}}\\n' >~/.gemini/settings.json");
    as("m1", "printf 'model = \"o\"\\n[tui]\\nnotifications = true\\n' >~/.codex/config.toml");
    first = apply();
    second = apply();
  }

  private static Ended apply() throws InterruptedException {
    return operator.fleet(
        "tmux",
        "--json",
        "--parallel",
        "1",
        "--timeout",
        "3",
        "--on",
        "all",
        "--var",
        "ghostty=" + GHOSTTY);
  }

  @AfterAll
  static void down() {
    if (lab != null) {
      lab.down();
    }
  }

  @AfterEach
  void noSessions() {
    for (String machine : List.of("m1", "m2")) {
      as(machine, "tmux kill-server 2>/dev/null; rm -rf ~/dev ~/awake; :");
    }
  }

  @Test
  void failure18AMachineThatIsAwayStopsNobodyAndNothingIsLost() throws Exception {
    first.exits(3);
    assertEquals("unreachable", first.machine("gone").split(" ", 2)[0]);
    for (String machine : List.of("m1", "m2")) {
      assertEquals(new TreeSet<>(), first.steps(machine, "failed"), first::err);
      assertTrue(first.steps(machine, "changed").contains("tmux-takes-it"), first::err);
      assertEquals("unchanged", second.machine(machine), second::err);
    }
    assertEquals(OWN, as("m1", "cat ~/.tmux.conf.local"));
    assertEquals(
        "model = \"o\"\n[tui]\nalternate_screen = false\nnotifications = true\n",
        as("m1", "cat ~/.codex/config.toml"));
    assertEquals(
        "{\"ui\": {\"theme\": \"x\",\"useAlternateBuffer\": false}}\n",
        as("m1", "cat ~/.gemini/settings.json"));
    assertEquals(
        "set -g mouse off\n",
        as("m1", "cat ~/.local/state/fleet/ledger/*/kept/1/original | head -n 1"));
  }

  @Test
  void theOptionsReadBackAreTheSame() {
    String ask = "dev-session here >/dev/null; { tmux show -g; tmux show -s; } | sort";
    Map<String, String> said = Map.of("m1", as("m1", ask), "m2", as("m2", ask));
    said.forEach(
        (machine, options) ->
            OPTIONS.forEach(
                option ->
                    assertTrue(
                        options.lines().anyMatch(option::equals),
                        () -> machine + " lacks " + option + " of " + options)));
    assertTrue(said.get("m1").contains("status-right mine\n"), "~/.tmux.conf.local counts");
    assertTrue(said.get("m2").contains("status-right \"%H:%M\"\n"));
    assertEquals(
        as("m1", "infocmp -1x xterm-ghostty | tail -n +2"),
        as("m2", "infocmp -1x xterm-ghostty | tail -n +2"));
    assertTrue(as("m2", "infocmp -x xterm-ghostty").contains("Tc,"));
    assertTrue(as("m1", "mosh-server --version 2>&1").startsWith("mosh-server"));
  }

  @Test
  void aTmuxThatReadsItOtherwiseIsSeen() throws Exception {
    as("m2", "printf '#!/bin/sh\\necho off\\n' >~/.local/bin/tmux; chmod 755 ~/.local/bin/tmux");
    try {
      Ended ended = operator.fleet("tmux", "--json", "--on", "m2", "--var", "ghostty=" + GHOSTTY);
      assertEquals("failed", ended.exits(1).outcomes("m2").get("tmux-takes-it"), ended::err);
    } finally {
      as("m2", "rm ~/.local/bin/tmux");
    }
  }

  @Test
  void devSessionTenTimesIsOneSession() {
    for (String machine : List.of("m1", "m2")) {
      String ten = "for i in 1 2 3 4 5 6 7 8 9 10; do dev-session alpha sleep 1000 & done; wait";
      assertEquals("alpha\n".repeat(10), as(machine, ten));
      assertEquals("alpha\n", as(machine, "dev-session alpha"));
      assertEquals("alpha\n", as(machine, "tmux list-sessions -F '#{session_name}'"));
      assertEquals("1\n", as(machine, "pgrep -cx sleep"));
    }
  }

  @Test
  void failure17AProjectIsNotFoundInALongerName() {
    for (String machine : List.of("m1", "m2")) {
      as(machine, "mkdir -p ~/dev/vc && dev-session vc-old");
      assertEquals("vc\n", as(machine, "dev-session vc"));
      assertEquals("vc\nvc-old\n", as(machine, "tmux list-sessions -F '#{session_name}'"));
      assertEquals(
          "/home/dev/dev/vc\n",
          as(machine, "tmux display-message -p -t =vc: '#{pane_current_path}'"));
    }
  }

  @Test
  void failure16TwoProjectsHaveTwoSessions() {
    assertEquals("a_b_c\n", as("m2", "dev-session a.b:c"));
    assertEquals("other\n", as("m2", "dev-session other"));
    String refused = as("m2", "dev-session a_b_c 2>&1; echo $?");
    assertEquals(
        "dev-session: the session a_b_c is of the project a.b:c: tmux attach -t =a_b_c\n2\n",
        refused);
    as("m2", "tmux kill-session -t =a_b_c");
    assertEquals("other\n", as("m2", "tmux list-sessions -F '#{session_name}'"));
    assertEquals(
        "2\n2\n",
        as("m2", "dev-session 2>/dev/null; echo $?; dev-session -x 2>/dev/null; echo $?"));
  }

  /** Of the command that keeps a Mac awake there is a stand-in here. */
  @Test
  void aMacIsKeptAwakeAsLongAsTheSessionIsThere() {
    as(
        "m1",
        "printf '#!/bin/sh\\necho on >>~/awake; shift; \"$@\"; echo off >>~/awake\\n' >~/.local/bin/caffeinate;"
            + " chmod 755 ~/.local/bin/caffeinate; dev-session alpha; dev-session alpha");
    as("m1", "until [ -e ~/awake ]; do sleep 0.1; done");
    assertEquals("on\n", as("m1", "cat ~/awake"));
    as("m1", "tmux kill-session -t =alpha; until grep -q off ~/awake; do sleep 0.5; done");
    assertEquals("on\noff\n", as("m1", "cat ~/awake; rm ~/.local/bin/caffeinate"));
  }

  /** By a login that is no login shell, and so has only sshd's own PATH. */
  private static String as(String name, String command) {
    LabMachine machine = lab.machine(name);
    String script = "PATH=/usr/bin:/bin:$HOME/.local/bin; cd; " + command;
    return machine.exec("exec su dev -c " + Quote.sh(script), LIMIT).ok();
  }
}
