package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.coordinator.store.Store;
import fleet.coordinator.store.Stores;
import fleet.coordinator.store.Tables;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import fleet.wire.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A coordinator that is killed while machines beat: what it has acknowledged is there, once. */
class KillTest {
  private static final int KILLS = "all".equals(System.getProperty("fleet.proof.kills")) ? 50 : 5;
  private static final int MACHINES = 8;

  @TempDir private Path dir;

  /** The coordinator alone, in a process of its own. */
  public static final class Main {
    public static void main(String[] words) {
      System.exit(new CommandLine(new CoordinatorCommand()).execute(words));
    }
  }

  private record Running(Process process, URI url, Optional<String> key, Duration took) {}

  private Running start() throws IOException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--listen",
                "127.0.0.1:0",
                "--data",
                dir.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    Optional<String> key = Optional.empty();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("the admin's key")) {
        key = Optional.of(line.substring(line.lastIndexOf(' ') + 1));
      } else if (line.startsWith("listening on ")) {
        URI url = URI.create(line.substring("listening on ".length()));
        return new Running(process, url, key, Duration.ofNanos(System.nanoTime() - began));
      }
    }
    throw new AssertionError("it did not start: exit " + process.exitValue());
  }

  /** Beats without end; each number again until it is acknowledged. */
  private static final class Machine implements Runnable {
    final String name;
    final String token;
    final AtomicLong acknowledged = new AtomicLong();
    volatile Optional<URI> url = Optional.empty();
    volatile boolean over;

    Machine(String name, String token) {
      this.name = name;
      this.token = token;
    }

    @Override
    public void run() {
      while (!over) {
        Optional<URI> now = url;
        if (now.isEmpty() || !beat(now.get())) {
          pause();
        }
      }
    }

    private boolean beat(URI at) {
      try {
        ObjectNode body =
            (ObjectNode) JsonMapper.shared().readTree(TestCoordinator.beat(acknowledged.get() + 1));
        Reply reply =
            new CoordinatorClient(at, Optional.empty(), token, Duration.ofSeconds(5))
                .send("POST", "/v1/beats", body, Optional.empty());
        acknowledged.set(reply.body().path("number").asLong());
        return true;
      } catch (CoordinatorException _) {
        return false;
      }
    }

    private static void pause() {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void whatWasAcknowledgedIsThereOnce() throws Exception {
    Running running = start();
    List<Machine> machines = new ArrayList<>();
    for (int i = 1; i <= MACHINES; i++) {
      machines.add(new Machine("m" + i, token(running, "m" + i)));
    }
    List<Thread> threads = machines.stream().map(Thread::startVirtualThread).toList();
    List<Duration> starts = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      URI url = running.url();
      machines.forEach(machine -> machine.url = Optional.of(url));
      awaitBeats(machines);
      running.process().destroyForcibly();
      assertTrue(running.process().waitFor(30, TimeUnit.SECONDS));
      machines.forEach(machine -> machine.url = Optional.empty());
      running = start();
      starts.add(running.took());
      assertTrue(running.key().isEmpty(), "the admin's key is made once");
    }
    machines.forEach(machine -> machine.over = true);
    for (Thread thread : threads) {
      thread.join();
    }
    running.process().destroyForcibly();
    assertTrue(running.process().waitFor(30, TimeUnit.SECONDS));
    System.err.println("starts after kill -9: " + starts.stream().sorted().toList());
    machines.forEach(this::isWhole);
  }

  private static String token(Running running, String machine) throws CoordinatorException {
    var client =
        new CoordinatorClient(
            running.url(), Optional.empty(), running.key().orElseThrow(), Duration.ofSeconds(20));
    ObjectNode body =
        (ObjectNode) JsonMapper.shared().readTree(TestCoordinator.registration(machine));
    return client
        .send("POST", "/v1/machines", body, Optional.empty())
        .body()
        .path("token")
        .asString();
  }

  private static void awaitBeats(List<Machine> machines) throws InterruptedException {
    List<Long> before = machines.stream().map(machine -> machine.acknowledged.get()).toList();
    while (true) {
      boolean all = true;
      for (int i = 0; i < machines.size(); i++) {
        all &= machines.get(i).acknowledged.get() > before.get(i) + 5;
      }
      if (all) {
        return;
      }
      Thread.sleep(5);
    }
  }

  private void isWhole(Machine machine) {
    try (Store store = Stores.sqlite(dir.resolve("data"), _ -> List.of())) {
      List<Long> stored =
          store.read(
              tables ->
                  tables
                      .history()
                      .of(
                          tables.members().byName(machine.name).orElseThrow().id(),
                          Instant.EPOCH,
                          Instant.now().plusSeconds(60))
                      .stream()
                      .map(Tables.Past::number)
                      .toList());
      long acknowledged = machine.acknowledged.get();
      // One more may be there, whose answer the kill has eaten.
      assertTrue(stored.size() == acknowledged || stored.size() == acknowledged + 1);
      assertEquals(LongStream.rangeClosed(1, stored.size()).boxed().toList(), stored);
    }
  }
}
