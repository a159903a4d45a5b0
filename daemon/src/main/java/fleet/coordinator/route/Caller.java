package fleet.coordinator.route;

import fleet.coordinator.Actor;
import fleet.coordinator.Secret;

/** Who asks, as far as that is known. */
public sealed interface Caller {
  /** How the audit calls them. */
  String id();

  /** Somebody with a key, or a machine with its token. */
  record Keyed(Actor actor) implements Caller {
    @Override
    public String id() {
      return actor.id();
    }
  }

  /**
   * Somebody with something that looks like a join token; whether it is one shows when it is used.
   */
  record Joining(Secret token) implements Caller {
    @Override
    public String id() {
      return token.actor();
    }
  }

  /** Anybody else, by their address. */
  record Nobody(String address) implements Caller {
    @Override
    public String id() {
      return "address " + address;
    }
  }
}
