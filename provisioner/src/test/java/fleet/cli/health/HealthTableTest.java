package fleet.cli.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.cli.Paint;
import fleet.health.Board;
import fleet.health.MachineHealth;
import fleet.report.Condition;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a board looks. */
class HealthTableTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  private static MachineHealth row(
      String name, Optional<Verdict> verdict, String why, int percent, Condition... conditions) {
    return new MachineHealth(
        name,
        verdict,
        why,
        Optional.of(NOW.minus(Duration.ofHours(50))),
        Optional.of(NOW.minusSeconds(61)),
        List.of(conditions),
        percent < 0
            ? Optional.empty()
            : Optional.of(
                List.of(
                    Row.of("mount", "/boot", "percent", 12L),
                    Row.of("mount", "/", "percent", (long) percent),
                    Row.of("mount", "/cd", "percent", 100L, "readOnly", true))),
        Optional.empty(),
        false);
  }

  private static Condition condition(Severity severity, String reason) {
    return new Condition("x", severity, reason, NOW);
  }

  private static Board board(MachineHealth... rows) {
    return new Board(NOW, "live", List.of(rows), List.of(), true, List.of());
  }

  private static final Board MIXED =
      board(
          row("m1", Optional.of(Verdict.HEALTHY), "", 41),
          row("mac1", Optional.of(Verdict.AWAY), "asleep", 60),
          row(
              "server12",
              Optional.of(Verdict.DEGRADED),
              "/ is 96 % full",
              96,
              condition(Severity.CRITICAL, "/ is 96 % full"),
              condition(Severity.WARNING, "Tailscale is stopped: sudo tailscale up"),
              condition(Severity.INFO, "no battery")),
          row("m3", Optional.of(Verdict.SILENT), "machine dead: x", -1),
          row("m4", Optional.empty(), "the coordinator cannot tell", -1));

  @Test
  void theWorstIsFirstAndTheTotalIsThere() {
    assertEquals(
        """
        MACHINE   VERDICT   SINCE    REPORT   DISK              WHY
        m4        unknown   2 d      61 s     ?                 the coordinator cannot tell
        m3        silent    2 d      61 s     ?                 machine dead: x
        server12  degraded  2 d      61 s     █████████░  96 %  / is 96 % full
                                                                Tailscale is stopped: sudo tailscale up
        mac1      away      2 d      61 s     ██████░░░░  60 %  asleep
        m1        healthy   2 d      61 s     ████░░░░░░  41 %
        1 of 5 healthy, 1 unknown, 1 silent, 1 degraded, 1 away
        """,
        String.join("\n", plain(true, Optional.empty()).lines(MIXED)) + "\n");
  }

  private static HealthTable plain(boolean blocks, Optional<Integer> width) {
    return new HealthTable(new Paint(false), width, blocks);
  }

  @Test
  void whereNoBlocksCanBeShownTheBarIsOfSigns() {
    assertTrue(plain(false, Optional.empty()).lines(MIXED).get(3).contains("#########.  96 %"));
  }

  @ParameterizedTest
  @CsvSource({"80", "100", "200"})
  void reasonsWrapAtTheEdgeOfTheScreen(int width) {
    String why = "one two three four five six seven ".repeat(6).strip();
    List<String> lines =
        plain(true, Optional.of(width))
            .lines(board(row("m1", Optional.of(Verdict.SILENT), why, -1)));
    int most = Math.max(width - 1, 55 + 30);
    lines.forEach(line -> assertTrue(line.length() <= most, line));
    String told =
        String.join(" ", lines.subList(1, lines.size() - 1).stream().map(String::strip).toList());
    assertTrue(told.endsWith(why), told);
  }

  @Test
  void coloursAreThereOnlyWhenWanted() {
    List<String> lines = new HealthTable(new Paint(true), Optional.empty(), true).lines(MIXED);
    assertTrue(lines.get(2).contains("\u001b[31msilent  \u001b[0m"), lines.get(2));
    assertTrue(lines.get(3).contains("\u001b[31m█████████░  96 %\u001b[0m"), lines.get(3));
    assertFalse(String.join("", plain(true, Optional.empty()).lines(MIXED)).contains("\u001b"));
  }

  @Test
  void aMachineCannotPaintOnOurTerminal() {
    List<String> lines =
        plain(true, Optional.empty())
            .lines(board(row("m1\n", Optional.of(Verdict.DEGRADED), "a\u001b[31mb\nc", 1)));
    assertEquals(3, lines.size());
    assertFalse(String.join("", lines).contains("\u001b"));
  }

  @Test
  void allOfNoneIsStillATotal() {
    assertEquals("0 of 0 healthy", plain(true, Optional.empty()).lines(board()).getLast());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "119, 119 s",
    "120, 2 min",
    "7199, 119 min",
    "7200, 2 h",
    "172799, 47 h",
    "172800, 2 d",
    "-3, 0 s",
    "-60, future"
  })
  void agesAreShort(long seconds, String age) {
    assertEquals(age, Age.of(Duration.ofSeconds(seconds)));
  }

  @Test
  void onlyWhatChangedIsNews() {
    Board first = board(row("m1", Optional.of(Verdict.HEALTHY), "", 1), MIXED.machines().get(1));
    assertEquals(
        List.of(
            "2026-11-20T08:00:00Z  m3  new -> silent: machine dead: x",
            "2026-11-20T08:00:00Z  1 of 2 healthy, 1 silent"),
        Changes.between(Optional.empty(), first));
    assertEquals(List.of(), Changes.between(Optional.of(first), first));
    List<MachineHealth> next =
        new ArrayList<>(List.of(row("m1", Optional.of(Verdict.LATE), "x", 1)));
    next.add(row("m9", Optional.of(Verdict.HEALTHY), "", 1));
    assertEquals(
        List.of(
            "2026-11-20T08:00:00Z  m1  healthy -> late: x",
            "2026-11-20T08:00:00Z  m9  new -> healthy",
            "2026-11-20T08:00:00Z  m3  silent -> gone",
            "2026-11-20T08:00:00Z  1 of 2 healthy, 1 late"),
        Changes.between(Optional.of(first), board(next.toArray(MachineHealth[]::new))));
  }

  @Test
  void exitsSayWhetherOnlyTheLostSpoilIt() {
    MachineHealth well = row("m1", Optional.of(Verdict.HEALTHY), "", 1);
    MachineHealth away = row("m2", Optional.of(Verdict.AWAY), "", 1);
    MachineHealth degraded = row("m3", Optional.of(Verdict.DEGRADED), "", 1);
    MachineHealth lost =
        new MachineHealth(
            "m4",
            Optional.of(Verdict.SILENT),
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            true);
    assertEquals(0, HealthView.exit(board(well, away)));
    assertEquals(1, HealthView.exit(board(well, degraded)));
    assertEquals(3, HealthView.exit(board(well, lost)));
    assertEquals(1, HealthView.exit(board(lost, degraded)));
    assertEquals(
        1, HealthView.exit(new Board(NOW, "", List.of(well), List.of(), false, List.of())));
  }

  @Test
  void theDocumentHasItsForm() {
    HealthSchema.holds(
        tools.jackson.databind.json.JsonMapper.shared()
            .writeValueAsString(HealthDocument.of(MIXED)));
    MachineHealth[] many =
        IntStream.range(0, 200)
            .mapToObj(i -> row("m" + i, Optional.of(Verdict.HEALTHY), "", 1))
            .toArray(MachineHealth[]::new);
    assertEquals(200, HealthDocument.of(board(many)).machines().total());
  }
}
