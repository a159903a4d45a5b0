package fleet.probe.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.probe.LiveScript;
import fleet.probe.Probe;
import fleet.probe.Probes;
import fleet.probe.Setting;
import fleet.report.Reading;
import fleet.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All scripts of probes: any shell reads them, and they say what the agent measures. */
class ScriptsTest {
  @SuppressWarnings("unused")
  private static final List<String> SHELLS = ProbeShell.NAMES;

  /** What only GNU or bash has; the one stat of file systems runs on Linux alone. */
  private static final Pattern NOT_EVERYWHERE =
      Pattern.compile(
          "\\bstat -[^Lf]|\\bsed -i|\\bgrep -\\w*P|\\breadlink -\\w*f|\\brealpath\\b|\\bdate (-d|--)"
              + "|(^|[;&|({] *)timeout |\\bmktemp (-p|-t|--)|\\bls --|\\bsort -\\w*[Vh]|\\bxargs -\\w*[rd]"
              + "|\\btac\\b|\\bseq \\d|\\bdf -\\w*B|\\becho -[en]|^ *local |\\[\\[(?!:)|<<<|&>|^ *source "
              + "|\\bdeclare\\b|^ *function \\w+ *\\{|\\$RANDOM|(^|[;&|({] *)which |\\bread -\\w*[tp]"
              + "|(^ *|[;&|({] *)wait\\b",
          Pattern.MULTILINE);

  /** What moves between two looks, or is of the process that looks. */
  private static final Map<String, List<String>> MOVING =
      Map.of(
          "boot", List.of("uptime"),
          "disk", List.of("used", "free", "percent", "inodePercent"),
          "limits", List.of("open", "soft"),
          "load", List.of("load1", "load5", "load15"),
          "memory", List.of("available", "swapUsed"));

  @Test
  void shellcheckFindsNothing(@TempDir Path temporary) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("shellcheck", "-s", "sh", "-S", "warning", "-e", "SC2034,SC2154"));
    for (LiveScript.Part part : LiveScript.of(Probes.all(), List.of("ssh", "cron"))) {
      words.add(Files.writeString(temporary.resolve(part.id() + ".sh"), part.script()).toString());
    }
    assertTrue(words.size() > 20);
    Process shellcheck;
    try {
      shellcheck = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException _) {
      Assumptions.abort("shellcheck is not installed");
      return;
    }
    assertEquals("", new String(shellcheck.getInputStream().readAllBytes()));
  }

  @Test
  void nothingIsUsedThatIsNotEverywhere() {
    Probes.all()
        .forEach(
            (name, probe) -> {
              var found = NOT_EVERYWHERE.matcher(probe.script().replaceAll("(?m)^ *#.*$", ""));
              assertFalse(found.find(), () -> name + ": " + found.group());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"stat -c %a f", "x | timeout 5 y", "  wait", "  local x", "read -t 1 x"})
  void theScanFindsWhatItShould(String text) {
    assertTrue(NOT_EVERYWHERE.matcher(text).find());
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void theySayWhatTheAgentMeasures(String shell, @TempDir Path home) throws Exception {
    Setting setting = new Setting(home, List.of(), Optional.empty());
    ProbeShell sh = ProbeShell.of(shell).with("HOME", home.toString());
    for (var each : Probes.all().entrySet()) {
      String name = each.getKey();
      Probe probe = each.getValue();
      if (!List.of("tools", "updates").contains(name)) {
        assertEquals(stable(name, probe.measure(setting)), stable(name, sh.read(probe)), name);
      }
    }
  }

  /** Names with {@code $(…)} do not even get into the script. */
  @ParameterizedTest
  @ValueSource(strings = {"a b", "$(reboot)", "';reboot;'", "a\nb", ""})
  void aServiceOfAnotherFormIsRefused(String service) {
    assertTrue(
        org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class,
                () -> LiveScript.of(Probes.all(), List.of("ssh", service)))
            .getMessage()
            .contains("service"));
  }

  private static Reading<List<Row>> stable(String name, Reading<List<Row>> reading) {
    String[] moving = MOVING.getOrDefault(name, List.of()).toArray(String[]::new);
    return reading instanceof Reading.Measured<List<Row>>(List<Row> rows)
        ? new Reading.Measured<>(rows.stream().map(row -> row.without(moving)).toList())
        : reading;
  }
}
