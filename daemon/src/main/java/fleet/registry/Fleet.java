package fleet.registry;

import fleet.yaml.DidYouMean;
import fleet.yaml.Shown;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that fleet.yaml says, in its order.
 *
 * @param file where it was read from
 * @param agents those of the file and the built-in ones
 */
public record Fleet(
    Path file,
    String name,
    Optional<URI> coordinator,
    Defaults defaults,
    List<Machine> machines,
    Mesh mesh,
    List<Role> roles,
    List<Project> projects,
    List<Agent> agents,
    Optional<Secrets> secrets) {
  public Fleet {
    machines = List.copyOf(machines);
    roles = List.copyOf(roles);
    projects = List.copyOf(projects);
    agents = List.copyOf(agents);
  }

  /** The same fleet of other machines. */
  public Fleet with(List<Machine> others) {
    return new Fleet(
        file, name, coordinator, defaults, others, mesh, roles, projects, agents, secrets);
  }

  /** The machines that are members: all but the revoked. */
  public List<Machine> members() {
    return machines.stream().filter(m -> m.revoked().isEmpty()).toList();
  }

  /** The machine of that name, a revoked one too; capitals and {@code .local} do not count. */
  public Machine machine(String name) {
    String key = MachineName.key(name);
    return machines.stream()
        .filter(m -> MachineName.key(m.name()).equals(key))
        .findFirst()
        .orElseThrow(() -> unknown("machine", name, machines, Machine::name));
  }

  public Role role(String name) {
    return named("role", name, roles, Role::name);
  }

  public Project project(String name) {
    return named("project", name, projects, Project::name);
  }

  public Agent agent(String name) {
    return named("agent", name, agents, Agent::name);
  }

  /**
   * The members that {@code --on} names, in the file's order and each once.
   *
   * @param on machines, {@code role:x} or {@code all}, with commas between
   * @throws BadSelectionException for an unknown name, a revoked machine named, or nobody at all
   */
  public List<Machine> select(String on) {
    return Selection.of(this, on);
  }

  /** The host keys that fleet itself has learnt, beside the registry. */
  public Path knownHosts() {
    return file.resolveSibling("known_hosts");
  }

  private <T> T named(String what, String name, List<T> all, Function<T, String> nameOf) {
    return all.stream()
        .filter(one -> nameOf.apply(one).equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(what, name, all, nameOf));
  }

  private <T> BadSelectionException unknown(
      String what, String name, List<T> all, Function<T, String> nameOf) {
    return new BadSelectionException(
        "%s has no %s %s%s"
            .formatted(
                file.getFileName(),
                what,
                Shown.quoted(name),
                DidYouMean.hint(name, all.stream().map(nameOf).toList())));
  }
}
