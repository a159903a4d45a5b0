package fleet.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A machine to write into fleet.yaml: what is said of it, the rest being the file's defaults. */
public record NewMachine(
    String name,
    String address,
    Optional<String> lan,
    Optional<String> user,
    OptionalInt port,
    Optional<String> os,
    List<String> roles,
    OptionalInt slots,
    Optional<String> jump) {
  public NewMachine {
    roles = List.copyOf(roles);
  }

  /** The entry in flow style, on one line. */
  String yaml() {
    List<String> fields = new ArrayList<>(List.of("address: " + scalar(address)));
    lan.ifPresent(v -> fields.add("lan: " + scalar(v)));
    user.ifPresent(v -> fields.add("user: " + scalar(v)));
    port.ifPresent(v -> fields.add("port: " + v));
    os.ifPresent(v -> fields.add("os: " + scalar(v)));
    if (!roles.isEmpty()) {
      fields.add(
          roles.stream()
              .map(NewMachine::scalar)
              .collect(Collectors.joining(", ", "roles: [", "]")));
    }
    slots.ifPresent(v -> fields.add("slots: " + v));
    jump.ifPresent(v -> fields.add("jump: " + scalar(v)));
    return scalar(name) + ": {" + String.join(", ", fields) + "}";
  }

  /** What this comes to in a fleet with these defaults. */
  Machine machine(Defaults defaults) {
    String account = user.or(defaults::user).orElse("");
    return new Machine(
        name,
        address,
        lan,
        account,
        List.of(account),
        port.orElse(defaults.port()),
        os,
        defaults.identity(),
        roles,
        slots.orElse(1),
        jump,
        List.of(),
        false,
        Optional.empty(),
        defaults.accepted());
  }

  private static String scalar(String text) {
    if (text.matches("[A-Za-z0-9][A-Za-z0-9._-]*") && !text.equalsIgnoreCase("null")) {
      return text;
    }
    var quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < ' ' || c > '~') {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
