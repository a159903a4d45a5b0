package fleet.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.registry.Fleet;
import fleet.registry.Registry;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * fleet.yaml × the coordinator's answer × the clock. The coordinator is a hand-written fake that
 * speaks real HTTP; what the machines answer at their doors is real, too.
 */
class ToldBoardTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir private Path folder;
  private FakeCoordinator fake;
  private ServerSocket door;

  @BeforeEach
  void start() throws Exception {
    fake = new FakeCoordinator();
    door = new ServerSocket(0);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (!door.isClosed()) {
                try (var guest = door.accept()) {
                  guest.getOutputStream().write("SSH-2.0-x\r\n".getBytes());
                } catch (java.io.IOException _) {
                  // Closed, or the guest has seen enough.
                }
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    fake.close();
    door.close();
  }

  /** m1 answers SSH, m2's sshd is down, mac1 is portable and down, m9 is revoked. */
  private Board look() throws Exception {
    int closed;
    try (ServerSocket taken = new ServerSocket(0)) {
      closed = taken.getLocalPort();
    }
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            fleet: f
            coordinator: %s
            defaults: {user: dev}
            machines:
              m1: {address: 127.0.0.1, port: %d}
              m2: {address: 127.0.0.2, port: %d}
              mac1: {address: nowhere.invalid, roles: [portable]}
              m9: {address: 127.0.0.9, revoked: 2026-01-01}
            roles: {portable: []}
            """
                .formatted(fake.url(), door.getLocalPort(), closed));
    Fleet fleet = Registry.read(file, folder);
    CoordinatorClient client =
        new CoordinatorClient(
            URI.create(fake.url()), Optional.empty(), FakeCoordinator.KEY, Duration.ofSeconds(5));
    return new ToldBoard(
            fleet,
            fleet.members(),
            true,
            fake.url(),
            () -> client.get("/v1/machines").body(),
            () -> new Ladder(Duration.ofSeconds(5), Map.of()))
        .look();
  }

  private static String item(String name, String... others) {
    return FakeCoordinator.item(NOW, name, "", others);
  }

  private static String quiet(String name, String verdict) {
    return item(
        name,
        "{\"verdict\":\"%s\",\"why\":\"no beat for 50 min\",\"registration\":{}}"
            .formatted(verdict));
  }

  private static String well(String name) {
    return item(name, "{\"registration\":{}}");
  }

  private static Map<String, String> rows(Board board) {
    Map<String, String> rows = new TreeMap<>();
    board
        .machines()
        .forEach(
            row ->
                rows.put(
                    row.machine(), row.word() + (row.why().isEmpty() ? "" : ": " + row.why())));
    return rows;
  }

  @Test
  void allAreWell() throws Exception {
    fake.lists(NOW, well("m1"), well("m2"), well("MAC1.local"));
    Board board = look();
    assertEquals("GET /v1/machines Bearer " + FakeCoordinator.KEY, fake.asked());
    assertEquals(Map.of("m1", "healthy", "m2", "healthy", "mac1", "healthy"), rows(board));
    assertTrue(board.ok());
    assertEquals(NOW, board.asOf());
    assertEquals(List.of(), board.notes());
    MachineHealth row = board.machines().getFirst();
    assertEquals(Optional.of(NOW.minusSeconds(60)), row.lastReport());
    assertEquals(41, row.disk().orElseThrow().getFirst().whole("percent").orElseThrow());
    assertTrue(row.tailscale().orElseThrow().is("online"));
  }

  @ParameterizedTest
  @CsvSource({"late", "stale", "silent"})
  void whatASilenceMeans(String verdict) throws Exception {
    fake.lists(NOW, quiet("m1", verdict), quiet("m2", verdict), quiet("mac1", verdict));
    Board board = look();
    Map<String, String> rows = rows(board);
    assertEquals(
        verdict
            + ": agent dead: the machine answers SSH; fleet apply daemon --on m1 (no beat for 50 min)",
        rows.get("m1"));
    assertTrue(
        rows.get("m2").startsWith(verdict + ": path dead: the machine is up"), rows::toString);
    assertEquals(
        "away: machine or path dead: nowhere.invalid port 22: no such host;"
            + " no Tailscale here to tell which (no beat for 50 min)",
        rows.get("mac1"));
    assertFalse(board.ok());
    assertFalse(board.onlyLostSpoilIt(), "m1 can be reached, and is not well");
    fake.lists(NOW, well("m1"), quiet("m2", verdict), quiet("mac1", verdict));
    assertTrue(look().onlyLostSpoilIt());
  }

  @Test
  void aMachineThatNeverReportedIsARow() throws Exception {
    fake.lists(NOW, well("m1"));
    Map<String, String> rows = rows(look());
    assertEquals(3, rows.size());
    assertTrue(rows.get("m2").startsWith("silent: path dead"), rows::toString);
    assertTrue(
        rows.get("m2").endsWith("(the coordinator does not know it: fleet bootstrap m2)"),
        rows::toString);
    assertTrue(rows.get("mac1").startsWith("silent: "), "it never was here, so it is not away");
  }

  @Test
  void aMachineThatOnlyTheCoordinatorKnowsIsARow() throws Exception {
    fake.lists(
        NOW,
        well("m1"),
        well("m2"),
        well("mac1"),
        well("new1"),
        item("new2", "{\"verdict\":\"pending\",\"state\":\"pending\",\"why\":\"waits\"}"),
        well("m9"),
        item("old", "{\"state\":\"retired\"}"));
    Board board = look();
    Map<String, String> rows = rows(board);
    assertEquals(5, rows.size(), rows::toString);
    assertEquals("healthy: only the coordinator knows it", rows.get("new1"));
    assertEquals("pending: waits (only the coordinator knows it)", rows.get("new2"));
    assertEquals("not-in-registry", condition(board, "new1"));
    assertFalse(board.ok());
  }

  private static String condition(Board board, String machine) {
    return board.machines().stream()
        .filter(row -> row.machine().equals(machine))
        .flatMap(row -> row.conditions().stream())
        .map(condition -> condition.type())
        .findFirst()
        .orElse("");
  }

  @Test
  void aConflictIsShownAndFleetYamlWins() throws Exception {
    fake.lists(
        NOW,
        item(
            "m1",
            "{\"registration\":{\"address\":\"100.64.0.66\",\"user\":\"eve\",\"port\":%d}}"
                .formatted(door.getLocalPort())),
        well("m2"),
        well("mac1"));
    Board board = look();
    assertEquals(
        "degraded: the coordinator has address 100.64.0.66, fleet.yaml 127.0.0.1,"
            + " the coordinator has user eve, fleet.yaml dev; fleet.yaml wins",
        rows(board).get("m1"));
    assertEquals("registry-conflict", condition(board, "m1"));
  }

  @Test
  void whatAMachineProposesIsNotOverlooked() throws Exception {
    fake.lists(
        NOW,
        item("m1", "{\"registration\":{},\"proposed\":{}}"),
        well("m2"),
        well("mac1"),
        item("new1", "{\"registration\":{},\"proposed\":{}}"));
    Map<String, String> rows = rows(look());
    String waits = "another key or address waits for: fleet machine approve ";
    assertEquals("degraded: " + waits + "m1", rows.get("m1"));
    assertEquals("healthy: only the coordinator knows it; " + waits + "new1", rows.get("new1"));
  }

  @Test
  void twoOfOneNameAreTwoRows() throws Exception {
    fake.lists(
        NOW,
        item("m1", "{\"state\":\"retired\",\"id\":\"mach_old\",\"registration\":{}}"),
        well("m1"),
        item("M1", "{\"id\":\"mach_other\",\"verdict\":\"pending\",\"why\":\"waits\"}"),
        well("m2"),
        well("mac1"));
    Map<String, String> rows = rows(look());
    assertEquals("healthy", rows.get("m1"));
    assertEquals("pending: waits (only the coordinator knows it)", rows.get("M1"));
  }

  @Test
  void aMutedOneIsWellAndADegradedOneIsNot() throws Exception {
    fake.lists(
        NOW,
        item("m1", "{\"verdict\":\"muted\",\"why\":\"until tomorrow\",\"registration\":{}}"),
        item(
            "m2",
            """
            {"registration":{},"verdict":"degraded","why":"/ is 96 %% full","conditions":{"total":1,"items":[
             {"type":"disk-full:/","severity":"critical","reason":"/ is 96 %% full","since":"%s"}]}}
            """
                .formatted(NOW)),
        well("mac1"));
    Board board = look();
    assertEquals("m2", board.machines().getFirst().machine(), "worst first");
    assertEquals(2, board.well());
    assertEquals(Map.of("degraded", 1, "muted", 1, "healthy", 1), board.counts());
  }

  @Test
  void rowsThatWereNotMeasuredAreNotKnown() throws Exception {
    String rows = "{\"registration\":{},\"disk\":[],\"tailscale\":[]}";
    String some =
        "{\"registration\":{},\"disk\":[{\"percent\":3}],\"tailscale\":[{\"online\":true}]}";
    fake.lists(NOW, item("m1", rows), item("m2", some), well("mac1"));
    Board board = look();
    MachineHealth none = row(board, "m1");
    assertEquals(Optional.empty(), none.disk());
    assertEquals(Optional.empty(), none.tailscale());
    assertEquals(
        3, row(board, "m2").disk().orElseThrow().getFirst().whole("percent").orElseThrow());
    assertTrue(row(board, "m2").tailscale().orElseThrow().is("online"));
  }

  private static MachineHealth row(Board board, String machine) {
    return board.machines().stream()
        .filter(row -> row.machine().equals(machine))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itsClockCountsAndOursIsOnlyCompared() throws Exception {
    Instant ahead = NOW.plusSeconds(3600);
    fake.lists(ahead, well("m1"), well("m2"), well("mac1"));
    Board board = look();
    assertTrue(board.ok());
    assertEquals(ahead, board.asOf());
    assertTrue(
        board.notes().getFirst().matches("the clock of .* is 3[56][0-9]{2} s ahead of ours: .*"),
        board.notes()::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | <html>hello</html>              | answers something that is not JSON; the machines themselves: fleet health --live
          200 | {}                              | answers something that is no list of machines; the machines
          200 | []                              | answers something that is no list of machines
          200 | ''                              | answers something that is no list of machines
          200 | {"schema":2,"items":[]}         | answers in version 2, and this fleet reads version 1: upgrade the older
          200 | {"items":[]}                    | answers something that is no list of machines
          200 | {"schema":1,"items":[]}         | answers without its time
          200 | {"schema":1,"items":[],"asOf":"yesterday"} | answers without its time
          302 | ''                              | answers 302
          401 | {"detail":"this key is unknown"} | this key is unknown; another key: fleet coordinator login
          403 | {"detail":"a viewer at least: fleet coordinator login"} | a viewer at least: fleet coordinator login
          404 | {}                              | answers 404
          429 | {"detail":"too many requests"}  | too many requests; the machines themselves
          500 | {"detail":"the database is locked"} | the database is locked
          503 | <html>down</html>               | not JSON
          """)
  void whoCannotTellSaysNothingOfTheMachines(int status, String body, String why) throws Exception {
    fake.says(status, body);
    Board board = look();
    assertEquals(3, board.machines().size());
    board
        .machines()
        .forEach(row -> assertEquals("unknown: the coordinator cannot tell", said(row)));
    assertFalse(board.ok());
    assertFalse(board.onlyLostSpoilIt());
    String note = board.notes().getFirst();
    assertTrue(note.contains(why), note);
    assertTrue(note.startsWith("the coordinator " + fake.url()), note);
    assertEquals(1, note.lines().count());
  }

  private static String said(MachineHealth row) {
    return row.word() + ": " + row.why();
  }

  @Test
  void nobodyThere() throws Exception {
    fake.close();
    Board board = look();
    assertTrue(board.notes().getFirst().contains("Connection refused; the machines themselves: "));
    assertEquals(List.of(FailureClass.TRANSIENT), board.failures());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"verdict":"splendid"}     | unknown: the coordinator says 'splendid', which is newer than this fleet
          {"since":"soon"}           | unknown: what the coordinator tells of it cannot be read: since must be a time
          {"verdict":7}              | unknown: what the coordinator tells of it cannot be read: verdict must be
          {"why":"a\\nb"}            | unknown: what the coordinator tells of it cannot be read: why must be one line
          {"conditions":[{"type":"x","severity":"dire","reason":"","since":"2026-11-20T08:00:00Z"}]} | unknown: what the coordinator tells of it cannot be read: severity
          {"conditions":7}           | unknown: what the coordinator tells of it cannot be read: conditions
          """)
  void oneGarbledItemCostsOneRow(String garbled, String why) throws Exception {
    fake.lists(NOW, item("m1", "{\"registration\":{}}", garbled), well("m2"), well("mac1"));
    Board board = look();
    Map<String, String> rows = rows(board);
    assertTrue(rows.get("m1").startsWith(why), rows::toString);
    assertEquals("healthy", rows.get("m2"));
    assertFalse(board.ok());
  }

  @Test
  void aTotalThatIsNotItsListIsTold() throws Exception {
    fake.says(
        200,
        "{\"schema\":1,\"asOf\":\"%s\",\"total\":9,\"items\":[%s,%s,%s]}"
            .formatted(NOW, well("m1"), well("m2"), well("mac1")));
    Board board = look();
    assertEquals(3, board.well());
    assertFalse(board.ok());
    assertFalse(board.onlyLostSpoilIt());
    assertTrue(
        board.notes().getFirst().endsWith("says that there are 9 machines, and lists 3"),
        board.notes()::toString);
  }

  @Test
  void whoTricklesIsGivenUp() {
    fake.says(200, "").trickles();
    CoordinatorClient client =
        new CoordinatorClient(
            URI.create(fake.url()), Optional.empty(), FakeCoordinator.KEY, Duration.ofSeconds(30));
    CoordinatorException given =
        assertThrows(
            CoordinatorException.class,
            () -> Patience.within(Duration.ofSeconds(1), () -> client.get("/v1/machines").body()));
    assertEquals("no whole answer within 1 s", given.getMessage());
  }

  @Test
  void aCertificateThatIsNotThePinnedOneHasItsOwnAdvice() {
    String line =
        CoordinatorTrouble.line(
            "https://h:1",
            new CoordinatorException(
                0,
                "the coordinator https://h:1: its certificate is sha256//A, and not the pinned sha256//B"));
    assertEquals(
        "the coordinator https://h:1: its certificate is sha256//A, and not the pinned sha256//B;"
            + " if it was renewed: fleet coordinator login --pin PIN; the machines themselves: fleet health --live",
        line);
  }
}
