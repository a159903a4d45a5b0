package fleet.health;

import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.MachineName;
import fleet.shell.Together;
import fleet.wire.CoordinatorException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the coordinator heard of all machines, and what the silence of the others means. */
public final class ToldBoard implements Lookout {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Each is one packet that waits. */
  private static final int KNOCKS_AT_ONCE = 200;

  private final Fleet fleet;
  private final List<Machine> machines;
  private final boolean all;
  private final String coordinator;
  private final Word word;
  private final Supplier<Ladder> ladders;

  /** The coordinator's list of machines, as it answers {@code GET /v1/machines}. */
  @FunctionalInterface
  public interface Word {
    JsonNode machines() throws CoordinatorException;
  }

  /**
   * A board of these machines.
   *
   * @param all whether machines that only the coordinator knows are wanted, too
   * @param coordinator how it is called
   * @param ladders a fresh one for each look
   */
  public ToldBoard(
      Fleet fleet,
      List<Machine> machines,
      boolean all,
      String coordinator,
      Word word,
      Supplier<Ladder> ladders) {
    this.fleet = fleet;
    this.machines = List.copyOf(machines);
    this.all = all;
    this.coordinator = coordinator;
    this.word = word;
    this.ladders = ladders;
  }

  @Override
  public Board look() throws InterruptedException {
    try {
      return board(Answered.of(Patience.within(LIMIT, word)), Instant.now());
    } catch (CoordinatorException e) {
      return unknown(e);
    }
  }

  /** Nobody could tell: that is no machine's fault, and no machine is well by it. */
  private Board unknown(CoordinatorException e) {
    List<MachineHealth> rows =
        machines.stream()
            .map(machine -> MachineHealth.unknown(machine.name(), "the coordinator cannot tell"))
            .toList();
    String note = CoordinatorTrouble.line(coordinator, e);
    return new Board(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        coordinator,
        rows,
        List.of(note),
        false,
        List.of(FailureClass.of(note)));
  }

  private Board board(Answered answered, Instant now) throws InterruptedException {
    Map<String, Sign> signs = signs(answered);
    List<MachineHealth> rows = new ArrayList<>();
    for (Machine machine : machines) {
      rows.add(row(machine, answered, Optional.ofNullable(signs.get(machine.name()))));
    }
    if (all) {
      rows.addAll(strangers(answered));
    }
    boolean whole = answered.total() == answered.listed();
    return new Board(answered.asOf(), coordinator, rows, notes(answered, now), whole, List.of());
  }

  private Map<String, Sign> signs(Answered answered) throws InterruptedException {
    List<Machine> quiet = machines.stream().filter(machine -> isQuiet(machine, answered)).toList();
    Ladder ladder = ladders.get();
    List<Sign> found = Together.ask(quiet, KNOCKS_AT_ONCE, ladder::climb);
    Map<String, Sign> signs = new HashMap<>();
    for (int i = 0; i < quiet.size(); i++) {
      signs.put(quiet.get(i).name(), found.get(i));
    }
    return signs;
  }

  private static boolean isQuiet(Machine machine, Answered answered) {
    String key = MachineName.key(machine.name());
    Told told = answered.machines().get(key);
    return told == null ? !answered.unreadable().containsKey(key) : ToldRow.isQuiet(told);
  }

  private static MachineHealth row(Machine machine, Answered answered, Optional<Sign> sign) {
    String key = MachineName.key(machine.name());
    Told told = answered.machines().get(key);
    if (told != null) {
      return ToldRow.of(machine, told, sign, answered.asOf());
    }
    return sign.map(found -> ToldRow.unheard(machine, found, answered.asOf()))
        .orElseGet(() -> unreadable(machine.name(), answered.unreadable().getOrDefault(key, "")));
  }

  private static MachineHealth unreadable(String name, String why) {
    return MachineHealth.unknown(name, "what the coordinator tells of it cannot be read: " + why);
  }

  /** Members that fleet.yaml does not have; one that it has revoked is no member. */
  private List<MachineHealth> strangers(Answered answered) {
    Set<String> written =
        fleet.machines().stream()
            .map(machine -> MachineName.key(machine.name()))
            .collect(Collectors.toSet());
    Stream<MachineHealth> strangers =
        answered.machines().entrySet().stream()
            .filter(entry -> !written.contains(entry.getKey()) && !entry.getValue().retired())
            .map(entry -> ToldRow.stranger(entry.getValue(), answered.asOf()));
    Stream<MachineHealth> namesakes =
        answered.others().stream().map(told -> ToldRow.stranger(told, answered.asOf()));
    Stream<MachineHealth> garbled =
        answered.unreadable().entrySet().stream()
            .filter(entry -> !written.contains(entry.getKey()))
            .map(entry -> unreadable(entry.getKey(), entry.getValue()));
    return Stream.of(strangers, namesakes, garbled).flatMap(rows -> rows).toList();
  }

  private List<String> notes(Answered answered, Instant now) {
    List<String> notes = new ArrayList<>();
    Duration ahead = Duration.between(now, answered.asOf());
    if (ahead.abs().compareTo(Duration.ofMinutes(1)) > 0) {
      notes.add(
          "the clock of %s is %d s %s ours: ages are by its own"
              .formatted(
                  coordinator,
                  ahead.abs().toSeconds(),
                  ahead.isNegative() ? "behind" : "ahead of"));
    }
    if (answered.total() != answered.listed()) {
      notes.add(
          "%s says that there are %d machines, and lists %d"
              .formatted(coordinator, answered.total(), answered.listed()));
    }
    return notes;
  }
}
