package fleet.cli;

import fleet.cli.daemon.DaemonVariables;
import fleet.cli.harden.Clients;
import fleet.cli.harden.HardenVariables;
import fleet.converge.MachineResult;
import fleet.converge.Task;
import fleet.playbook.Compiler;
import fleet.playbook.Playbook;
import fleet.playbook.PlaybookReader;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.Role;
import fleet.shell.Connector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Playbooks run on machines: what plan, apply and bootstrap have in common. */
public final class PlaybookRun {
  private final Surroundings surroundings = Surroundings.here();
  private final RegistryOption registry;
  private final RunOptions options;
  private final Map<String, String> otherwise = new HashMap<>();
  private Optional<List<Machine>> chosen = Optional.empty();
  private Optional<String> clients = Optional.empty();

  public PlaybookRun(RegistryOption registry, RunOptions options) {
    this.registry = registry;
    this.options = options;
  }

  /** A variable for where neither the command line nor a playbook says anything of it. */
  public PlaybookRun otherwise(String name, String value) {
    otherwise.put(name, value);
    return this;
  }

  /** Only these machines, whatever the options name. */
  public PlaybookRun on(List<Machine> machines) {
    chosen = Optional.of(List.copyOf(machines));
    return this;
  }

  /** Runs the same playbooks on every machine. */
  public int run(String command, List<String> names, Task.Mode mode, boolean drift)
      throws InterruptedException {
    return run(command, mode, drift, (_, _) -> names);
  }

  /** Runs playbooks, and behind them those of each machine's roles. */
  public int runWithRoles(String command, List<String> names, Task.Mode mode)
      throws InterruptedException {
    return run(command, mode, false, (machine, roles) -> withRoles(names, machine, roles));
  }

  private static List<String> withRoles(List<String> names, Machine machine, List<Role> roles) {
    List<String> all = new ArrayList<>(names);
    roles.stream()
        .filter(role -> machine.roles().contains(role.name()))
        .forEach(role -> all.addAll(role.playbooks()));
    return all;
  }

  /** The steps of playbooks, read and tried once, however many machines they are for. */
  private Compiler compiler(
      PlaybookReader reader,
      Optional<Fleet> fleet,
      Map<String, String> vars,
      List<String> names,
      Machine first) {
    List<Playbook> read = names.stream().map(reader::read).toList();
    if (read.stream().anyMatch(playbook -> playbook.leavesEmpty(DaemonVariables.VERSION))) {
      fleet.ifPresent(known -> otherwise.putAll(DaemonVariables.of(surroundings, known)));
    }
    Compiler compiler = new Compiler(read, options.tags(), vars, otherwise);
    if (options.here) {
      compiler.refuseUnguarded();
    }
    OfflineCheck.somewhere(compiler, first);
    return compiler;
  }

  /** What all who log in somewhere can speak, asked once. */
  private String clients(Members members) throws InterruptedException {
    if (clients.isEmpty()) {
      try (Connector connector = members.connector(options)) {
        List<Machine> fleet = members.fleet().members();
        clients = Optional.of(Clients.of(connector, fleet, options.parallel()));
      }
    }
    return clients.get();
  }

  private int run(
      String command,
      Task.Mode mode,
      boolean drift,
      BiFunction<Machine, List<Role>, List<String>> playbooks)
      throws InterruptedException {
    Prepared prepared = prepare(mode, playbooks);
    Execution execution = new Execution(surroundings, options, command);
    try (Connector connector = prepared.connector(options)) {
      List<MachineResult> results =
          execution.run(
              prepared.machines(),
              run ->
                  new Task(
                      run,
                      mode,
                      prepared.compiler(),
                      surroundings::operator,
                      options.guarding(prepared.fleet())),
              connector);
      return Exit.of(results, options.strict, drift);
    }
  }

  /** What is to be done where, before anything is. */
  public record Prepared(
      Optional<Members> members, List<Machine> machines, Task.Compiler compiler) {
    /** All machines that are known. */
    public List<Machine> fleet() {
      return members.map(m -> m.fleet().members()).orElse(List.of());
    }

    Connector connector(RunOptions options) {
      return options.here ? Members.local() : members.orElseThrow().connector(options);
    }
  }

  /** Reads playbooks, and tries whether they can be for the machines that are meant. */
  public Prepared prepare(List<String> names, Task.Mode mode) throws InterruptedException {
    return prepare(mode, (_, _) -> names);
  }

  private Prepared prepare(Task.Mode mode, BiFunction<Machine, List<Role>, List<String>> playbooks)
      throws InterruptedException {
    Optional<Members> members =
        options.here && !registry.exists(surroundings)
            ? Optional.empty()
            : Optional.of(Members.meant(surroundings, registry, options.on()));
    PlaybookReader reader =
        members
            .map(Members::playbooks)
            .orElseGet(() -> new PlaybookReader(surroundings.playbooks(Path.of("fleet.yaml"))));
    List<Machine> machines =
        options.here
            ? List.of(Members.here(members))
            : chosen.orElseGet(
                () -> members.orElseThrow().chosen(options, mode == Task.Mode.APPLY));
    List<Role> roles = members.map(m -> m.fleet().roles()).orElse(List.of());
    Optional<Fleet> fleet = members.map(Members::fleet);
    Map<String, String> vars = options.vars();
    Map<List<String>, Compiler> known = new HashMap<>();
    Map<String, Compiler> compilers = new HashMap<>();
    for (Machine machine : machines) {
      List<String> names = playbooks.apply(machine, roles).stream().distinct().toList();
      Compiler shared =
          known.computeIfAbsent(names, _ -> compiler(reader, fleet, vars, names, machine));
      if (mode == Task.Mode.APPLY && members.isPresent() && HardenVariables.wanted(shared)) {
        shared = shared.otherwise(Map.of(Clients.VARIABLE, clients(members.get())));
      }
      compilers.put(machine.name(), HardenVariables.fill(shared, machine));
    }
    Task.Compiler compiler =
        (machine, facts) ->
            Optional.ofNullable(compilers.get(machine.name()))
                .orElseThrow()
                .compile(machine, facts);
    return new Prepared(members, machines, compiler);
  }
}
