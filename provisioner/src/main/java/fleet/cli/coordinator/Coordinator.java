package fleet.cli.coordinator;

import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.registry.Fleet;
import fleet.registry.Ulid;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an operator asks of the coordinator of his fleet. */
public final class Coordinator {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Credentials credentials;
  private final CoordinatorClient client;

  private Coordinator(Credentials credentials) {
    this.credentials = credentials;
    this.client =
        new CoordinatorClient(credentials.url(), credentials.pin(), credentials.key(), LIMIT);
  }

  static Coordinator with(Credentials credentials) {
    return new Coordinator(credentials);
  }

  /** The fleet's coordinator with the operator's key; none where fleet.yaml names none. */
  public static Optional<Coordinator> of(Surroundings here, Fleet fleet) {
    return fleet.coordinator().map(url -> new Coordinator(credentials(here, fleet, url)));
  }

  /** The coordinator that a command cannot do without. */
  public static Coordinator required(Surroundings here, Fleet fleet) {
    return of(here, fleet)
        .orElseThrow(
            () ->
                new UsageException(
                    "%s names no coordinator: add coordinator: https://HOST:PORT to it, and start"
                            .formatted(fleet.file())
                        + " one with: fleet coordinator"));
  }

  private static Credentials credentials(Surroundings here, Fleet fleet, URI url) {
    Optional<Credentials> kept =
        Credentials.read(here, fleet.name()).filter(found -> found.url().equals(url));
    String key = here.environment().getOrDefault("FLEET_COORDINATOR_KEY", "");
    if (!key.isEmpty()) {
      return new Credentials(url, kept.flatMap(Credentials::pin), key);
    }
    return kept.orElseThrow(
        () -> new UsageException("no key for %s is known: fleet coordinator login".formatted(url)));
  }

  public Credentials credentials() {
    return credentials;
  }

  public JsonNode machines() throws CoordinatorException {
    return client.get("/v1/machines").body();
  }

  /** A page of the audit, from that number on. */
  public JsonNode audit(long from) throws CoordinatorException {
    return client.get("/v1/audit?from=" + from).body();
  }

  /** Registers a machine, or tells what has changed of it. */
  public JsonNode register(ObjectNode registration) throws CoordinatorException {
    return post("/v1/machines", registration);
  }

  /** Takes what a machine says of itself, if that is still what it said in that revision. */
  public JsonNode approve(String machine, long revision) throws CoordinatorException {
    return post("/v1/machines/" + machine + "/approve", object().put("revision", revision));
  }

  public JsonNode retire(String machine) throws CoordinatorException {
    return post("/v1/machines/" + machine + "/retire", object());
  }

  /** Until then nobody wants to hear of it; none ends that. */
  public JsonNode mute(String machine, Optional<Instant> until) throws CoordinatorException {
    ObjectNode body = object();
    until.ifPresentOrElse(time -> body.put("until", time.toString()), () -> body.putNull("until"));
    return post("/v1/machines/" + machine + "/mute", body);
  }

  /** A join token for a machine of that name, for a while. */
  public String joinToken(String machine, Duration time) throws CoordinatorException {
    ObjectNode body = object().put("machine", machine).put("minutes", time.toMinutes());
    return post("/v1/joins", body).path("token").asString();
  }

  /** What a machine of that name gets for its join token as /bootstrap.sh. */
  public void publish(String machine, String script) throws CoordinatorException {
    ObjectNode body = object().put("machine", machine).put("script", script);
    client.send("PUT", "/v1/bootstrap", body, Optional.of(once()));
  }

  private JsonNode post(String path, ObjectNode body) throws CoordinatorException {
    return client.send("POST", path, body, Optional.of(once())).body();
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private static String once() {
    return Ulid.next("idem", InstantSource.system(), new SecureRandom());
  }
}
