package fleet.coordinator.route;

import fleet.coordinator.Actor;
import fleet.coordinator.RateLimit;
import fleet.coordinator.Secret;
import fleet.coordinator.Services;
import fleet.coordinator.http.HttpRequest;
import fleet.coordinator.store.Tables;
import fleet.yaml.Shown;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Who asks, whether they may, and whether they ask too often. */
final class Gate {
  private static final int REQUESTS = 100;

  /** Of one machine; a load test is a few machines that beat very often. */
  private static final int BEATS = 6000;

  /** Refusals that are written into the audit, of everybody together. */
  private static final int AUDITED = 300;

  private final Services services;
  private final RateLimit requests = new RateLimit(REQUESTS);
  private final RateLimit beats = new RateLimit(BEATS);
  private final RateLimit joins = new RateLimit(REQUESTS);
  private final RateLimit audited = new RateLimit(AUDITED);

  Gate(Services services) {
    this.services = services;
  }

  /** A key that is not known, or not any more, makes nobody. */
  Caller caller(HttpRequest request) {
    var nobody = new Caller.Nobody(request.from().getHostAddress());
    Optional<Secret> secret = secret(request);
    if (secret.isEmpty()) {
      return nobody;
    }
    if (secret.get().kind() == Secret.Kind.JOIN) {
      return new Caller.Joining(secret.get());
    }
    String hash = secret.get().hash();
    Optional<Actor> actor = services.store().read(tables -> tables.keys().actor(hash));
    return actor.<Caller>map(Caller.Keyed::new).orElse(nobody);
  }

  /** What a request shows to be let in, if it has the form of something that we gave. */
  static Optional<Secret> secret(HttpRequest request) {
    String header = request.header("authorization").orElse("");
    return header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Secret.of(header.substring(7).strip())
        : Optional.empty();
  }

  /** Counts one more request, each kind of caller apart. */
  RateLimit.Left take(Caller caller, HttpRequest request, Access access, Instant now) {
    return switch (caller) {
      case Caller.Keyed(Actor actor) when access == Access.MACHINE -> beats.take(actor.id(), now);
      case Caller.Keyed(Actor actor) -> requests.take(actor.id(), now);
      case Caller.Joining _ -> joins.take(address(request.from()), now);
      case Caller.Nobody _ -> requests.take(address(request.from()), now);
    };
  }

  /** One subscriber has a whole /64 of IPv6. */
  private static String address(InetAddress from) {
    return from instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(from.getAddress(), 8))
        : from.getHostAddress();
  }

  /** Refuses, and notes it, where the route is not for this caller. */
  void require(Route route, Caller caller, HttpRequest request, Instant now, String correlation) {
    if (route.access().admits(caller)) {
      return;
    }
    boolean unknown = caller instanceof Caller.Nobody;
    String wanted = route.access().wanted();
    note(
        new Tables.Entry(
            now,
            caller.id(),
            "access",
            Shown.oneLine(route.method() + " " + route.template()),
            unknown ? "refused: no valid key" : "refused: wants " + wanted,
            correlation));
    throw (unknown
            ? Problem.of(
                401,
                (request.headers().containsKey("authorization")
                        ? "this key is not known, or ended"
                        : "a key is wanted")
                    + ": fleet coordinator login")
            : Problem.of(403, "this wants " + wanted + ": ask an admin for one"))
        .exception();
  }

  /** Writes a refusal down, unless there were so many that somebody wants to fill the disk. */
  void note(Tables.Entry entry) {
    if (audited.take("", entry.at()).allowed()) {
      services
          .store()
          .write(
              tables -> {
                tables.audit().add(entry);
                return true;
              });
    }
  }
}
