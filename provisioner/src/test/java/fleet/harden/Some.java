package fleet.harden;

import fleet.registry.Machine;
import fleet.registry.PortRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Parts for tests of what is decided. */
final class Some {
  private Some() {}

  static Machine machine(String name, String address, String lan, String jump, PortRule... ports) {
    return new Machine(
        name,
        address,
        text(lan),
        "dev",
        List.of("dev"),
        22,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        1,
        text(jump),
        List.of(ports),
        false,
        Optional.empty());
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static Control control(String id, Status status) {
    return new Control(id, "control " + id, status, "", false);
  }

  static Seen seen(Network network, String... open) {
    return new Seen(
        network,
        "10.0.0.1",
        Optional.of("m2"),
        Optional.empty(),
        List.of(open).stream().map(Port::parse).toList(),
        3,
        List.of(),
        List.of(),
        Optional.empty());
  }

  static Hardened run(String doing, String build, String boot, Control... controls) {
    return new Hardened(
        1,
        "run_1",
        Instant.parse("2026-11-20T08:00:00Z"),
        "m1",
        doing,
        "compat",
        "h",
        build,
        boot,
        List.of(controls),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}
