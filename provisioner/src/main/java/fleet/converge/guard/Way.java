package fleet.converge.guard;

import fleet.registry.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the ways in that a registry declares.
 *
 * @param name for a person, as in {@code dev by tailnet}
 * @param machine what to log in to, and as whom
 * @param kind whose sudo counts
 */
public record Way(String name, Machine machine, Kind kind) {
  /** Who comes that way. */
  public enum Kind {
    /** The account that fleet works as. */
    OWN,
    /** Another one that must be able to log in. */
    OTHER,
    /** Whoever goes on to a machine behind it. */
    BEHIND
  }

  /** Every path as every user, and through a jump machine to one that is behind it. */
  public static List<Way> of(Machine machine, List<Machine> fleet) {
    List<Way> ways = new ArrayList<>();
    for (String user : machine.users()) {
      Kind kind = user.equals(machine.user()) ? Kind.OWN : Kind.OTHER;
      Machine as = machine.loggedInAs(user);
      ways.add(new Way(user + " " + path(machine), as, kind));
      machine
          .lan()
          .filter(lan -> !lan.equals(machine.address()))
          .ifPresent(lan -> ways.add(new Way(user + " by lan", as.reachedAt(lan), kind)));
    }
    fleet.stream()
        .filter(other -> other.jump().equals(Optional.of(machine.name())))
        .findFirst()
        .ifPresent(
            other ->
                ways.add(
                    new Way(
                        other.user() + " to " + other.name() + " behind it", other, Kind.BEHIND)));
    return ways;
  }

  private static String path(Machine machine) {
    return machine
        .jump()
        .map(jump -> "through " + jump)
        .orElseGet(() -> "by " + (machine.onTailnet() ? "tailnet" : machine.address()));
  }
}
