package fleet.coordinator;

import fleet.coordinator.http.HttpLimits;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.Stores;
import fleet.coordinator.tls.OwnIdentity;
import fleet.coordinator.tls.ServerIdentity;
import fleet.probe.Probes;
import fleet.probe.Troubles;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import fleet.wire.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A real coordinator on loopback with a real store, and short limits. */
public final class TestCoordinator implements AutoCloseable {
  public static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMbSICqvZ1ZsbnN2SmtR6YLoXA0KBNbHKEATa7RlAfZ0";
  static final String OTHER_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  static final HttpLimits LIMITS =
      new HttpLimits(
          64, 64, 8 * 1024, Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final Coordinator coordinator;
  private final AtomicReference<Instant> time;
  private final String admin;

  private TestCoordinator(Coordinator coordinator, AtomicReference<Instant> time, String admin) {
    this.coordinator = coordinator;
    this.time = time;
    this.admin = admin;
  }

  /** In the clear. */
  public static TestCoordinator plain(Path dir) throws IOException {
    return start(dir, Optional.empty());
  }

  static TestCoordinator encrypted(Path dir) throws IOException {
    return start(
        dir,
        Optional.of(
            OwnIdentity.in(dir.resolve("tls"), InetAddress.getLoopbackAddress(), Instant.now())));
  }

  private static TestCoordinator start(Path dir, Optional<ServerIdentity> identity)
      throws IOException {
    var time = new AtomicReference<>(Instant.now());
    InstantSource clock = time::get;
    Store store = Stores.sqlite(dir, new Troubles(Probes.all())::of);
    var coordinator =
        Coordinator.start(
            store,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            identity,
            LIMITS,
            clock);
    return new TestCoordinator(
        coordinator, time, coordinator.firstKey().map(Secret::text).orElse(""));
  }

  public Coordinator coordinator() {
    return coordinator;
  }

  public int port() {
    return coordinator.url().getPort();
  }

  public String admin() {
    return admin;
  }

  void advance(Duration duration) {
    time.updateAndGet(now -> now.plus(duration));
  }

  Instant now() {
    return time.get();
  }

  public Reply call(String key, String method, String path, String json) {
    return call(key, method, path, json, Optional.empty());
  }

  Reply call(String key, String method, String path, String json, Optional<String> once) {
    try {
      var client =
          new CoordinatorClient(coordinator.url(), coordinator.pin(), key, Duration.ofSeconds(10));
      ObjectNode body = json.isEmpty() ? null : (ObjectNode) JsonMapper.shared().readTree(json);
      return client.call(method, path, body, once);
    } catch (CoordinatorException e) {
      throw new AssertionError(e);
    }
  }

  public String key(String role) {
    return call(admin, "POST", "/v1/keys", "{\"role\":\"%s\",\"label\":\"x\"}".formatted(role))
        .body()
        .path("key")
        .asString();
  }

  String join(String machine) {
    return call(admin, "POST", "/v1/joins", "{\"machine\":\"%s\",\"minutes\":5}".formatted(machine))
        .body()
        .path("token")
        .asString();
  }

  /** Registers a machine as an admin; its token. */
  public String token(String machine) {
    return call(admin, "POST", "/v1/machines", registration(machine))
        .body()
        .path("token")
        .asString();
  }

  public static String registration(String machine) {
    return registration(machine, KEY);
  }

  static String registration(String machine, String key) {
    return """
        {"hostname":"%s","address":"100.64.0.7","user":"dev","port":22,"os":"linux",
         "arch":"x86_64","publicKey":"%s","hostKey":"%s"}"""
        .formatted(machine, key, KEY);
  }

  static String beat(long number) {
    return """
        {"v":1,"beats":[{"v":1,"series":"s1","number":%d,"at":"2026-11-20T08:00:00Z"}]}"""
        .formatted(number);
  }

  JsonNode machine(String name) {
    return call(admin, "GET", "/v1/machines/" + name, "").body();
  }

  String audit() {
    return call(admin, "GET", "/v1/audit", "").body().toString();
  }

  @Override
  public void close() throws IOException {
    coordinator.close();
  }
}
