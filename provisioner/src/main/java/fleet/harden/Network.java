package fleet.harden;

import com.fasterxml.jackson.annotation.JsonValue;
import fleet.registry.Machine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A network on which a machine has an address. */
public enum Network {
  TAILNET("tailnet"),
  /** The one of its {@code lan}. */
  LAN("lan"),
  /** The one of an {@code address} that is not Tailscale's. */
  OTHER("network");

  private final String word;

  Network(String word) {
    this.word = word;
  }

  @Override
  @JsonValue
  public String toString() {
    return word;
  }

  /** The addresses of a machine, as far as fleet.yaml says. */
  static Map<Network, String> of(Machine machine) {
    Map<Network, String> addresses = new LinkedHashMap<>();
    addresses.put(machine.onTailnet() ? TAILNET : OTHER, machine.address());
    machine
        .lan()
        .filter(lan -> !lan.equals(machine.address()))
        .ifPresent(lan -> addresses.put(LAN, lan));
    return addresses;
  }

  /** The machine's address there. */
  Optional<String> address(Machine machine) {
    return Optional.ofNullable(of(machine).get(this));
  }
}
