package fleet.cli;

import fleet.playbook.Compiler;
import fleet.playbook.Facts;
import fleet.playbook.Playbook;
import fleet.registry.Machine;
import fleet.yaml.BadFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compiles playbooks for every kind of machine that fleet knows, so that errors show early. */
public final class OfflineCheck {
  private final Members members;

  public OfflineCheck(Members members) {
    this.members = members;
  }

  /** A line for each playbook. */
  public List<String> lines(List<String> named) {
    return named(named).stream().map(this::line).toList();
  }

  /** The playbooks that were named; if none was, those of bootstrap and of every role. */
  public List<String> named(List<String> named) {
    return named.isEmpty()
        ? Stream.concat(
                Stream.of("bootstrap"),
                members.fleet().roles().stream().flatMap(role -> role.playbooks().stream()))
            .distinct()
            .toList()
        : named;
  }

  /** What is to be said of a playbook that makes steps for every kind of machine. */
  public String line(String name) {
    Playbook playbook = members.playbooks().read(name);
    Compiler compiler = new Compiler(List.of(playbook), Set.of(), Map.of());
    Machine machine =
        members.fleet().members().stream()
            .findFirst()
            .orElseGet(() -> Members.here(Optional.empty()));
    long steps =
        Facts.everyKind().stream()
            .flatMap(facts -> compiler.compile(machine, facts).stream())
            .filter(step -> step.skip().isEmpty())
            .map(step -> step.at() + " " + step.id())
            .distinct()
            .count();
    return "%s: ok, %d steps".formatted(name, steps);
  }

  /**
   * Throws what is wrong with playbooks if they suit no kind of machine at all: such a mistake is
   * told before any machine is touched.
   */
  static void somewhere(Compiler compiler, Machine machine) {
    Optional<BadFileException> first = Optional.empty();
    for (Facts facts : Facts.everyKind()) {
      try {
        compiler.compile(machine, facts);
        return;
      } catch (BadFileException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    first.ifPresent(
        e -> {
          throw e;
        });
  }
}
