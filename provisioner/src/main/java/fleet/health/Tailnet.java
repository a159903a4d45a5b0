package fleet.health;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What this computer's Tailscale knows of the other machines.
 *
 * @param peers by address and by name
 */
record Tailnet(Map<String, Peer> peers) {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 16 << 20;
  private static final List<Path> APPLICATIONS =
      List.of(
          Path.of("/Applications/Tailscale.app/Contents/MacOS/Tailscale"),
          Path.of("/opt/homebrew/bin/tailscale"),
          Path.of("/usr/local/bin/tailscale"));

  Tailnet {
    peers = Map.copyOf(peers);
  }

  /** Another machine. */
  record Peer(boolean online, Optional<Instant> lastSeen) {}

  /** The machine at that address, if it is one of the tailnet. */
  Optional<Peer> at(String address) {
    return Optional.ofNullable(peers.get(address.toLowerCase(Locale.ROOT)));
  }

  /** Asks this computer's own Tailscale; nothing where it is absent, stopped or does not answer. */
  static Optional<Tailnet> here(Map<String, String> environment) {
    for (Path program : programs(environment)) {
      Optional<Tailnet> said = ask(program);
      if (said.isPresent()) {
        return said;
      }
    }
    return Optional.empty();
  }

  private static List<Path> programs(Map<String, String> environment) {
    Stream<Path> path =
        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, "tailscale"));
    return Stream.concat(path, APPLICATIONS.stream()).filter(Files::isExecutable).toList();
  }

  private static Optional<Tailnet> ask(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "status", "--json")
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        var _ =
            process
                .onExit()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> process.destroyForcibly());
        byte[] said = process.getInputStream().readNBytes(MOST_BYTES);
        return read(JsonMapper.shared().readTree(new String(said, StandardCharsets.UTF_8)));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException | JacksonException _) {
      return Optional.empty();
    }
  }

  /** The real command's answer; nothing unless this computer itself is on the tailnet. */
  static Optional<Tailnet> read(JsonNode status) {
    if (!status.path("BackendState").asString("").equals("Running")
        || !status.path("Self").path("Online").asBoolean(false)) {
      return Optional.empty();
    }
    Map<String, Peer> peers = new HashMap<>();
    for (JsonNode json : status.path("Peer")) {
      Peer peer = new Peer(json.path("Online").asBoolean(false), seen(json.path("LastSeen")));
      json.path("TailscaleIPs").forEach(address -> peers.put(address.asString(""), peer));
      String name = json.path("DNSName").asString("").toLowerCase(Locale.ROOT);
      if (name.indexOf('.') > 0) {
        peers.put(name.replaceFirst("\\.$", ""), peer);
        peers.put(name.substring(0, name.indexOf('.')), peer);
      }
    }
    return Optional.of(new Tailnet(peers));
  }

  private static Optional<Instant> seen(JsonNode json) {
    try {
      Instant seen = Instant.parse(json.asString(""));
      return seen.getEpochSecond() > 0 ? Optional.of(seen) : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
