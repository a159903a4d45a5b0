package fleet.health;

import fleet.probe.Probe;
import fleet.probe.Troubles;
import fleet.registry.Machine;
import fleet.report.HealthReport;
import fleet.shell.Connector;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Asks all machines themselves, all at once. */
public final class LiveBoard implements Lookout {
  private final List<Machine> machines;
  private final LiveLook look;
  private final Troubles troubles;
  private final int parallel;
  private final Path memory;
  private final Supplier<Ladder> ladders;

  /**
   * A board of these machines.
   *
   * @param parallel how many at a time
   * @param memory the file of what earlier looks saw
   * @param ladders a fresh one for each look
   */
  public LiveBoard(
      List<Machine> machines,
      Connector connector,
      Map<String, Probe> probes,
      int parallel,
      Path memory,
      Supplier<Ladder> ladders) {
    this.machines = List.copyOf(machines);
    this.look = new LiveLook(connector, probes);
    this.troubles = new Troubles(probes);
    this.parallel = parallel;
    this.memory = memory;
    this.ladders = ladders;
  }

  /** A row and what went wrong on the way to it. */
  private record Seen(MachineHealth row, List<FailureClass> failures) {}

  @Override
  public Board look() throws InterruptedException {
    Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Memory before = Memory.read(memory);
    Ladder ladder = ladders.get();
    List<Seen> seen =
        Together.ask(
            machines, parallel, machine -> one(machine, ladder, before.of(machine.name()), begun));
    List<MachineHealth> rows = seen.stream().map(Seen::row).toList();
    List<String> notes = new ArrayList<>();
    if (rows.size() > 1 && rows.stream().allMatch(MachineHealth::lost)) {
      notes.add("not one machine can be reached: look at this computer's own network first");
    }
    remember(before, rows, begun).ifPresent(notes::add);
    return new Board(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        "live",
        rows,
        notes,
        true,
        seen.stream().flatMap(each -> each.failures().stream()).toList());
  }

  private Seen one(Machine machine, Ladder ladder, Optional<Memory.Last> before, Instant begun)
      throws InterruptedException {
    try {
      HealthReport report = look.at(machine);
      MachineHealth row = LiveRow.of(machine, report, troubles, before);
      return new Seen(row, LiveRow.failures(report).toList());
    } catch (UnreachableException e) {
      Sign sign = ladder.climb(machine);
      return new Seen(
          LiveRow.lost(machine, e.why(), sign, before, begun), List.of(FailureClass.of(e.why())));
    }
  }

  private Optional<String> remember(Memory before, List<MachineHealth> rows, Instant now) {
    Map<String, Memory.Last> looks = new TreeMap<>();
    rows.forEach(row -> looks.put(row.machine(), LiveRow.remembered(row, now)));
    try {
      before.after(looks).write(memory);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "since when anything holds will be forgotten, for %s cannot be written: %s"
              .formatted(memory, e.getMessage()));
    }
  }
}
