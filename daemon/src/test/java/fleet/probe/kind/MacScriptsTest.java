package fleet.probe.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.probe.Probe;
import fleet.report.Reading;
import fleet.report.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The scripts on a Mac, as far as commands can play one that print what a Mac's print: not on a
 * real one.
 */
class MacScriptsTest {
  @SuppressWarnings("unused")
  private static final List<String> SHELLS = ProbeShell.NAMES;

  private static ProbeShell mac(String shell) {
    return ProbeShell.of(shell).withTools(Path.of("src/test/resources/mac").toAbsolutePath());
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void disk(String shell) throws Exception {
    assertEquals(
        List.of(
            Row.of(
                "mount",
                "/",
                "type",
                "apfs",
                "state",
                "ok",
                "readOnly",
                true,
                "size",
                60129542144L,
                "used",
                11811160064L,
                "free",
                48318382080L,
                "percent",
                20L,
                "inodes",
                4293426000L,
                "inodePercent",
                1L),
            Row.of(
                "mount",
                "/System/Volumes/Data",
                "type",
                "apfs",
                "state",
                "ok",
                "readOnly",
                false,
                "size",
                227633397760L,
                "used",
                179315015680L,
                "free",
                48318382080L,
                "percent",
                79L,
                "inodes",
                4294500000L,
                "inodePercent",
                1L),
            Row.of(
                "mount",
                "/Volumes/My Disk on (new)",
                "type",
                "hfs",
                "state",
                "ok",
                "readOnly",
                false,
                "size",
                1073741824L,
                "used",
                1063004160L,
                "free",
                10737664L,
                "percent",
                99L,
                "inodes",
                4294967279L,
                "inodePercent",
                1L),
            Row.of(
                "mount", "/Volumes/share", "type", "smbfs", "state", "denied", "readOnly", false)),
        mac(shell).rows(new DiskProbe()));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void memoryAndLoad(String shell) throws Exception {
    assertEquals(
        List.of(
            Row.of(
                "total",
                17179869184L,
                "available",
                215000L * 16384,
                "swapTotal",
                2147483648L,
                "swapUsed",
                537395200L)),
        mac(shell).rows(new MemoryProbe()));
    Row load = mac(shell).rows(new LoadProbe()).getFirst();
    assertEquals(Row.of("load1", 1.5, "load5", 2.25, "load15", 3.0), load.without("processors"));
    assertTrue(load.whole("processors").orElse(0) > 0);
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void bootAndOs(String shell) throws Exception {
    Row boot = mac(shell).rows(new BootProbe()).getFirst();
    assertEquals("1B2C3D4E-0000-4000-8000-0123456789AB", boot.text("id").orElseThrow());
    assertEquals(1, boot.whole("uptime").orElseThrow() / 3600);
    assertEquals(
        List.of(
            Row.of(
                "name", "macOS", "version", "26.1", "build", "25B78", "kernel", "25.1.0", "arch",
                "arm64")),
        mac(shell).rows(new OsProbe()));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void batteryAndLimits(String shell) throws Exception {
    assertEquals(
        List.of(Row.of("name", "internalbattery-0", "percent", 87L, "state", "discharging")),
        mac(shell).rows(new BatteryProbe()));
    Row limits = mac(shell).rows(new LimitsProbe()).getFirst();
    assertEquals(Row.of("open", 4321L, "most", 184320L), limits.without("soft", "hard"));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void services(String shell) throws Exception {
    Probe probe = new ServicesProbe();
    assertEquals(
        List.of(
            Row.of("name", "com.openssh.sshd", "state", "running", "running", true),
            Row.of("name", "dev.fleet.agent", "state", "not running", "running", false),
            Row.of("name", "gone", "state", "not-found", "running", false)),
        mac(shell).with("fleet_services", "com.openssh.sshd dev.fleet.agent gone").rows(probe));
  }

  /** Apple's git asks to install itself in a window as long as there is none. */
  @ParameterizedTest
  @FieldSource("SHELLS")
  void noToolOfApplesIsRunBeforeItIsThere(String shell) throws Exception {
    List<Row> rows = mac(shell).rows(new ToolsProbe());
    assertTrue(
        rows.stream().noneMatch(row -> row.text("name").orElse("").equals("git")), rows::toString);
    assertInstanceOf(Reading.Absent.class, mac(shell).read(new RebootProbe()));
  }
}
