package fleet.coordinator.store;

import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import fleet.report.Beat;
import fleet.report.HealthReport;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import fleet.verdict.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Machines and beats to store. */
final class Sample {
  private Sample() {}

  static Registration registration(String name) {
    return new Registration(
        name,
        "100.64.0.1",
        "dev",
        22,
        "linux",
        "x86_64",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "k".repeat(43) + " dev@" + name,
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "h".repeat(43));
  }

  static Member member(String id, String name) {
    return new Member(
        id,
        Member.State.APPROVED,
        registration(name),
        Optional.empty(),
        Optional.empty(),
        StoreTest.NOON,
        0);
  }

  static Member member(Store store, String id, String name) {
    return store.write(tables -> tables.members().put(member(id, name), "actor", StoreTest.NOON));
  }

  static Beat beat(String series, long number) {
    return new Beat(series, number, StoreTest.NOON, 0, Optional.empty());
  }

  /** A beat with a report that shows these troubles. */
  static Beat full(String series, long number, Instant takenAt, String... troubles) {
    var report =
        new HealthReport(
            takenAt,
            "1.0",
            new TreeMap<>(
                Map.of(
                    "troubles",
                    new Reading.Measured<>(
                        Arrays.stream(troubles).map(one -> Row.of("type", one)).toList()))));
    return new Beat(series, number, takenAt, 0, Optional.of(report));
  }

  static List<Trouble> troubles(HealthReport report) {
    return report.rows("troubles").stream()
        .map(row -> row.text("type").orElseThrow())
        .map(type -> new Trouble(type, Severity.WARNING, type))
        .toList();
  }

  /** The number that was acknowledged. */
  static long beats(Store store, String machine, Instant at, Beat... beats) {
    return store
        .beats(machine, List.of(beats), new Heard(at, at.plusSeconds(600), Duration.ofMillis(1234)))
        .join()
        .number();
  }

  /** As in {@code a1}: the series and number of each stored beat. */
  static List<String> stored(Store store, String machine) {
    return store
        .read(
            tables ->
                tables
                    .history()
                    .of(machine, Instant.EPOCH, StoreTest.NOON.plusSeconds(1_000_000_000)))
        .stream()
        .map(past -> past.series() + past.number())
        .toList();
  }
}
