package fleet.coordinator;

import fleet.coordinator.http.HttpLimits;
import fleet.coordinator.http.HttpServer;
import fleet.coordinator.route.Router;
import fleet.coordinator.route.Routes;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.Tables;
import fleet.coordinator.tls.ServerIdentity;
import fleet.wire.Pin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** A coordinator that runs: it listens, and writes what it hears into its store. */
public final class Coordinator implements AutoCloseable {
  private final Store store;
  private final Upkeep upkeep;
  private final HttpServer server;
  private final InetSocketAddress address;
  private final Optional<ServerIdentity> identity;
  private final Optional<Secret> firstKey;

  private Coordinator(
      Store store,
      Upkeep upkeep,
      HttpServer server,
      InetSocketAddress address,
      Optional<ServerIdentity> identity,
      Optional<Secret> firstKey) {
    this.store = store;
    this.upkeep = upkeep;
    this.server = server;
    this.address = address;
    this.identity = identity;
    this.firstKey = firstKey;
  }

  /**
   * Starts one on a store, which it closes in the end.
   *
   * @param identity for TLS; none only on loopback
   */
  public static Coordinator start(
      Store store,
      InetSocketAddress at,
      Optional<ServerIdentity> identity,
      HttpLimits limits,
      InstantSource clock)
      throws IOException {
    if (identity.isEmpty() && !at.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException("nothing is served in the clear beyond loopback");
    }
    Optional<Secret> firstKey = store.write(tables -> firstKey(tables, clock.instant()));
    var guard = new ClockGuard();
    var upkeep = new Upkeep(store, clock, guard);
    var server = new AtomicReference<HttpServer>();
    var services =
        new Services(
            store,
            clock,
            new Metrics(),
            upkeep,
            new Random(),
            () -> Optional.ofNullable(server.get()).map(HttpServer::connections).orElse(0));
    Router router = Routes.router(services, guard);
    server.set(HttpServer.start(at, identity.map(ServerIdentity::context), limits, router, clock));
    upkeep.start();
    return new Coordinator(store, upkeep, server.get(), at, identity, firstKey);
  }

  private static Optional<Secret> firstKey(Tables tables, Instant now) {
    if (tables.keys().any()) {
      return Optional.empty();
    }
    Secret key = Secret.make(Secret.Kind.KEY);
    tables.keys().put(key.hash(), Role.ADMIN, "first start", Optional.empty(), now);
    tables.audit().add(new Tables.Entry(now, "first start", "key.make", key.actor(), "admin", "-"));
    return Optional.of(key);
  }

  /** The admin's key that this start has made; it can be had nowhere else. */
  public Optional<Secret> firstKey() {
    return firstKey;
  }

  public Optional<Pin> pin() {
    return identity.map(ServerIdentity::pin);
  }

  public URI url() {
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "%s://%s:%d"
            .formatted(
                identity.isPresent() ? "https" : "http",
                host.contains(":") ? "[" + host + "]" : host,
                server.port()));
  }

  @Override
  public void close() throws IOException {
    server.close();
    upkeep.close();
    store.close();
  }
}
