package fleet.coordinator.route;

import fleet.coordinator.Role;
import java.util.Locale;
import java.util.Optional;

/** Who may take a route. */
public enum Access {
  OPEN,
  /** Whoever has a join token that may still be used, and operators. */
  BOOTSTRAP,
  /** Operators, a machine that reports as itself, and whoever has a join token. */
  REGISTER,
  /** A machine alone. */
  MACHINE,
  VIEWER,
  OPERATOR,
  ADMIN;

  boolean admits(Caller caller) {
    return switch (this) {
      case OPEN -> true;
      case BOOTSTRAP -> caller instanceof Caller.Joining || may(caller, Role.OPERATOR);
      case REGISTER ->
          caller instanceof Caller.Joining || may(caller, Role.OPERATOR) || MACHINE.admits(caller);
      case MACHINE -> caller instanceof Caller.Keyed(var actor) && actor.role() == Role.MACHINE;
      case VIEWER -> may(caller, Role.VIEWER);
      case OPERATOR -> may(caller, Role.OPERATOR);
      case ADMIN -> may(caller, Role.ADMIN);
    };
  }

  private static boolean may(Caller caller, Role role) {
    return caller instanceof Caller.Keyed(var actor) && actor.may(role);
  }

  /** Who is wanted, in words. */
  String wanted() {
    return switch (this) {
      case OPEN -> "nobody in particular";
      case BOOTSTRAP, REGISTER -> "a join token, or a key of an operator";
      case MACHINE -> "the token of a machine";
      case VIEWER, OPERATOR, ADMIN -> "a key of role " + role().orElseThrow();
    };
  }

  Optional<String> role() {
    return switch (this) {
      case VIEWER, OPERATOR, ADMIN -> Optional.of(name().toLowerCase(Locale.ROOT));
      default -> Optional.empty();
    };
  }
}
