package fleet.cli;

import fleet.cli.coordinator.Enrolled;
import fleet.converge.Runs;
import fleet.playbook.PlaybookReader;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.Registry;
import fleet.shell.Connector;
import fleet.shell.LocalConnector;
import fleet.shell.Prompt;
import fleet.shell.Secrets;
import fleet.shell.SshConnector;
import fleet.shell.SshOptions;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The registry in use: which machines a command means, and the way to them. */
public final class Members {
  private final Surroundings surroundings;
  private final Path file;
  private final PlaybookReader playbooks;
  private final Fleet fleet;
  private final List<Path> learntHosts;

  private Members(
      Surroundings surroundings,
      Path file,
      PlaybookReader playbooks,
      Fleet fleet,
      List<Path> learntHosts) {
    this.surroundings = surroundings;
    this.file = file;
    this.playbooks = playbooks;
    this.fleet = fleet;
    this.learntHosts = learntHosts;
  }

  /** Those of fleet.yaml alone. */
  public static Members of(Surroundings surroundings, RegistryOption option) {
    Path file = option.path(surroundings);
    PlaybookReader playbooks = new PlaybookReader(surroundings.playbooks(file));
    Fleet fleet = Registry.read(file, surroundings.home(), new NamedPlaybooks(playbooks));
    return new Members(surroundings, file, playbooks, fleet, List.of());
  }

  /** Those of fleet.yaml, and those that its coordinator has let in. */
  public static Members enrolled(Surroundings surroundings, RegistryOption option) {
    return of(surroundings, option).withEnrolled();
  }

  /** Those that are meant: the coordinator is asked only where fleet.yaml alone cannot tell. */
  public static Members meant(
      Surroundings surroundings, RegistryOption option, Optional<String> on) {
    Members members = of(surroundings, option);
    return members.tellsAll(on.orElse("all")) ? members : members.withEnrolled();
  }

  private boolean tellsAll(String on) {
    return Stream.of(on.split(","))
        .map(String::strip)
        .allMatch(word -> word.startsWith("role:") || find(word).isPresent());
  }

  private Members withEnrolled() {
    Enrolled enrolled = Enrolled.ask(surroundings, fleet);
    enrolled.notes().forEach(note -> System.err.println("fleet: " + note));
    if (enrolled.hostKeys().isEmpty()) {
      return this;
    }
    Path hosts = surroundings.state().resolve("enrolled/" + fleet.name() + ".known_hosts");
    WholeFile.write(hosts, enrolled.knownHosts(), "rw-------");
    return new Members(surroundings, file, playbooks, enrolled.fleet(), List.of(hosts));
  }

  public Fleet fleet() {
    return fleet;
  }

  public Path file() {
    return file;
  }

  public PlaybookReader playbooks() {
    return playbooks;
  }

  /** The machines that a command is about; one that changes machines must be told which. */
  public List<Machine> chosen(RunOptions options, boolean changes) {
    if (options.retryFailed) {
      return unfinished(options);
    }
    if (options.on().isEmpty() && changes) {
      throw new UsageException(
          "which machines? say --on NAME, --on role:NAME or --on all (%d machines in %s)"
              .formatted(fleet.members().size(), file));
    }
    return fleet.select(options.on().orElse("all"));
  }

  private List<Machine> unfinished(RunOptions options) {
    Runs.Past last =
        new Runs(surroundings.state().resolve("runs"))
            .last()
            .orElseThrow(() -> new UsageException("--retry-failed: there was no run yet"));
    List<String> names = last.unfinished();
    List<Machine> machines =
        fleet.select(options.on().orElse("all")).stream()
            .filter(machine -> names.contains(machine.name()))
            .toList();
    if (machines.isEmpty()) {
      throw new UsageException("--retry-failed: nothing failed in " + last.run());
    }
    return machines;
  }

  /** This very machine: the registry's entry of its host name, else one made up. */
  public static Machine here(Optional<Members> members) {
    String name = Surroundings.hostname();
    return members.stream()
        .flatMap(m -> m.fleet().members().stream())
        .filter(machine -> machine.name().equals(name))
        .findFirst()
        .orElseGet(() -> unregistered(name));
  }

  private static Machine unregistered(String name) {
    String user = System.getProperty("user.name");
    Optional<String> none = Optional.empty();
    return new Machine(
        name,
        "127.0.0.1",
        none,
        user,
        List.of(user),
        22,
        none,
        Optional.empty(),
        List.of(),
        0,
        none,
        List.of(),
        false,
        none);
  }

  /** The way to the machines, for one run. */
  public Connector connector(RunOptions options) {
    Prompt prompt = System.console() == null ? Prompt.NOBODY : Members::ask;
    SshOptions ssh =
        SshOptions.standard(fleet.knownHosts(), new Secrets(prompt), this::find)
            .withAcceptNew(options.acceptNew)
            .alsoKnown(learntHosts)
            .withConnect(Duration.ofSeconds(options.timeout()));
    try {
      return new SshConnector(ssh);
    } catch (IOException e) {
      throw new UsageException("cannot read the known hosts: " + e.getMessage());
    }
  }

  public static Connector local() {
    return new LocalConnector();
  }

  private Optional<Machine> find(String name) {
    return fleet.machines().stream().filter(machine -> machine.name().equals(name)).findFirst();
  }

  private static Optional<char[]> ask(String question) {
    Console console = System.console();
    return console == null ? Optional.empty() : Optional.ofNullable(console.readPassword(question));
  }
}
