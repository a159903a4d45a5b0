package fleet.harden;

import fleet.registry.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a network sees of a machine, before and after.
 *
 * @param undeclared open afterwards, and not meant to be
 */
public record Exposure(Seen before, Seen after, List<Port> undeclared) {
  static List<Exposure> of(Machine machine, List<Seen> before, List<Seen> after) {
    List<Exposure> all = new ArrayList<>();
    for (Seen now : after) {
      Seen then =
          before.stream()
              .filter(s -> s.network().equals(now.network()) && s.address().equals(now.address()))
              .findFirst()
              .orElseGet(() -> Seen.nothing(now.network(), now.address(), "not looked at"));
      List<Port> undeclared =
          now.open().stream().filter(port -> !port.isDeclared(machine, now.network())).toList();
      all.add(new Exposure(then, now, undeclared));
    }
    return all;
  }

  /** What was open before and is not any more; nothing where one of the looks saw nothing. */
  public List<Port> closed() {
    return bothSaw()
        ? before.open().stream().filter(port -> !after.open().contains(port)).toList()
        : List.of();
  }

  /** What is open only now. */
  public List<Port> opened() {
    return bothSaw()
        ? after.open().stream().filter(port -> !before.open().contains(port)).toList()
        : List.of();
  }

  private boolean bothSaw() {
    return before.blind().isEmpty() && after.blind().isEmpty();
  }

  /** Whether somebody tried to find out; at further addresses of a network nobody logs in. */
  boolean wasAsked(String promise) {
    return !promise.equals("passwords") || after.blind().isPresent() || after.methods().isPresent();
  }

  /** What speaks against a promise; empty if it is kept there, absent if nobody can tell. */
  Optional<List<String>> against(String promise) {
    if (after.blind().isPresent()) {
      return Optional.empty();
    }
    return switch (promise) {
      case "ports" -> Optional.of(undeclared.stream().map(this::open).toList());
      case "passwords" ->
          after
              .methods()
              .map(
                  all ->
                      all.stream()
                          .filter(m -> m.equals("password") || m.equals("keyboard-interactive"))
                          .map(method -> "sshd offers %s on the %s".formatted(method, network()))
                          .toList());
      default -> {
        Port port = Port.parse(promise);
        yield after.unsure().contains(port)
            ? Optional.empty()
            : Optional.of(after.open().contains(port) ? List.of(open(port)) : List.of());
      }
    };
  }

  private String open(Port port) {
    return "%s is open on the %s (seen from %s)"
        .formatted(after.told(port), network(), after.from().orElse("outside"));
  }

  private Network network() {
    return after.network();
  }
}
