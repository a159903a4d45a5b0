package fleet.sim.load;

import fleet.coordinator.CoordinatorCommand;
import fleet.coordinator.Member;
import fleet.coordinator.Registration;
import fleet.coordinator.Role;
import fleet.coordinator.Secret;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.Stores;
import fleet.registry.Ulid;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A coordinator in a process of its own on loopback, with a folder that goes with it. */
public final class SpawnedCoordinator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Process process;
  private final URI url;
  private final List<String> tokens;

  private SpawnedCoordinator(Path folder, Process process, URI url, List<String> tokens) {
    this.folder = folder;
    this.process = process;
    this.url = url;
    this.tokens = tokens;
  }

  /** The process: a coordinator that ends when whoever started it does. */
  public static void main(String[] args) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException _) {
                // whoever started this is gone
              }
              System.exit(0);
            });
    System.exit(new CommandLine(new CoordinatorCommand()).execute(args));
  }

  /** One that knows so many machines. */
  public static SpawnedCoordinator start(int machines) throws IOException {
    Path folder = Files.createTempDirectory("fleet-load");
    try {
      List<String> tokens = register(folder.resolve("data"), machines);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SpawnedCoordinator.class.getName(),
                  "--listen",
                  "127.0.0.1:0",
                  "--data",
                  folder.resolve("data").toString())
              .redirectError(folder.resolve("errors").toFile())
              .start();
      return new SpawnedCoordinator(folder, process, url(folder, process), tokens);
    } catch (IOException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  private static URI url(Path folder, Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("listening on ")) {
        return URI.create(line.substring("listening on ".length()));
      }
    }
    throw new IOException(
        "the coordinator did not start: " + Files.readString(folder.resolve("errors")).strip());
  }

  private static List<String> register(Path data, int machines) {
    var random = new SecureRandom();
    List<String> tokens = new ArrayList<>();
    try (Store store = Stores.sqlite(data, _ -> List.of())) {
      store.write(
          tables -> {
            for (int i = 1; i <= machines; i++) {
              Instant now = Instant.now();
              String id = Ulid.next("mach", InstantSource.system(), random);
              Registration registration = LoadMachines.registration(i, random);
              tables
                  .members()
                  .put(
                      new Member(
                          id,
                          Member.State.APPROVED,
                          registration,
                          Optional.empty(),
                          Optional.empty(),
                          now,
                          1),
                      "load",
                      now);
              Secret token = Secret.make(Secret.Kind.TOKEN);
              tables.keys().put(token.hash(), Role.MACHINE, "load", Optional.of(id), now);
              tokens.add(token.text());
            }
            return machines;
          });
    }
    return List.copyOf(tokens);
  }

  public URI url() {
    return url;
  }

  public List<String> tokens() {
    return tokens;
  }

  /** How much memory it has needed at most, in MB; none where the system does not tell. */
  public Optional<Long> memoryMegabytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    process.destroyForcibly();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
