package fleet.harden;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import fleet.registry.Machine;
import fleet.registry.PortRule;
import java.util.Comparator;
import java.util.stream.Stream;

/** A port, written {@code tcp/22}. */
public record Port(String protocol, int number) implements Comparable<Port> {
  static Port tcp(int number) {
    return new Port("tcp", number);
  }

  @JsonCreator
  static Port parse(String text) {
    int slash = text.indexOf('/');
    return new Port(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether a machine offers it on purpose on a network: its tailnet is trusted. */
  boolean isDeclared(Machine machine, Network network) {
    return switch (network) {
      case TAILNET -> true;
      case LAN -> isSsh(machine) || rules(machine).anyMatch(from -> !from.equals("tailnet"));
      case OTHER -> isSsh(machine) || rules(machine).findAny().isPresent();
    };
  }

  private boolean isSsh(Machine machine) {
    return equals(tcp(machine.port()));
  }

  private Stream<String> rules(Machine machine) {
    return machine.ports().stream()
        .filter(rule -> equals(new Port(rule.protocol(), rule.port())))
        .map(PortRule::from);
  }

  @Override
  public int compareTo(Port other) {
    return Comparator.comparing(Port::protocol).thenComparingInt(Port::number).compare(this, other);
  }

  @Override
  @JsonValue
  public String toString() {
    return protocol + "/" + number;
  }
}
