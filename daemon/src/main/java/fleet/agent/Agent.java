package fleet.agent;

import fleet.probe.Collector;
import fleet.probe.Probe;
import fleet.probe.Setting;
import fleet.report.HealthReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Collects, spools and sends; and learns from the answer when to come again, and no more. */
final class Agent {
  /** A laptop that was asleep notices within this time. */
  private static final Duration NAP = Duration.ofSeconds(30);

  private final Config config;
  private final Place place;
  private final Map<String, Probe> probes;
  private final Collector collector;
  private final Spool spool;
  private final Courier courier;
  private final Log log;
  private final RandomGenerator random;
  private final InstantSource clock = InstantSource.system();
  private Memory memory;
  private int failures;

  /**
   * Where an agent lives.
   *
   * @param state its own folder
   * @param home of the account that it runs as
   * @param version of this build, as the playbook installed it
   */
  record Place(Path state, Path home, String version) {
    private Path memory() {
      return state.resolve("memory.json");
    }
  }

  Agent(
      Config config,
      Place place,
      Map<String, Probe> probes,
      Collector.Source source,
      Spool spool,
      Courier courier,
      Log log,
      RandomGenerator random) {
    this.config = config;
    this.place = place;
    this.probes = probes;
    this.collector = new Collector(probes, source, place.version(), clock);
    this.spool = spool;
    this.courier = courier;
    this.log = log;
    this.random = random;
    this.memory = Memory.read(place.memory());
  }

  /** Beats until the process is told to end; what was made until then is in the spool. */
  void run() throws InterruptedException {
    log.say("%s reports to %s".formatted(config.machine(), config.coordinator()));
    Due beat = due(Pace.first(random));
    Due send = beat;
    while (true) {
      if (hasCome(beat)) {
        var _ = beat();
        beat = due(memory.interval());
        send = failures == 0 ? due(Duration.ZERO) : send;
      }
      if (hasCome(send)) {
        Delivery delivery = deliver();
        send = due(wait(delivery));
        beat = delivery instanceof Delivery.Done ? send : beat;
      }
      Thread.sleep(Duration.ofMillis(napUntil(beat, send)));
    }
  }

  /** One beat; whether it arrived. */
  boolean once() throws InterruptedException {
    Kept kept = new Kept(place.state().resolve("kept.json"));
    kept.recall(collector);
    kept.write(collector, beat());
    Delivery delivery = deliver();
    remember("due", String.valueOf(clock.instant().plus(wait(delivery)).getEpochSecond()));
    return delivery instanceof Delivery.Done;
  }

  private Due due(Duration wait) {
    return Due.in(wait, clock, System::nanoTime);
  }

  private boolean hasCome(Due due) {
    return !due.left(clock, System::nanoTime).isPositive();
  }

  private long napUntil(Due beat, Due send) {
    long first =
        Math.min(
            beat.left(clock, System::nanoTime).toMillis(),
            send.left(clock, System::nanoTime).toMillis());
    return Math.clamp(first + 1, 1, NAP.toMillis());
  }

  private HealthReport beat() throws InterruptedException {
    Instant at = clock.instant();
    HealthReport report =
        collector.collect(new Setting(place.home(), config.services(), memory.clockOffset()));
    if (spool.takeLost()) {
      memory = memory.wanting();
    }
    String gist = Gist.of(report, probes);
    boolean full = memory.isDue(gist, at);
    spool.add(at, full ? Optional.of(report) : Optional.empty());
    memory = full ? memory.reported(gist, at) : memory;
    keepMemory();
    spool
        .trouble()
        .ifPresentOrElse(
            why -> log.state("disk", "bad", "cannot write the spool, beats stay in memory: " + why),
            () -> log.state("disk", "good", ""));
    return report;
  }

  private Delivery deliver() {
    Delivery delivery = courier.deliver();
    switch (delivery) {
      case Delivery.Done done -> {
        failures = 0;
        memory = memory.told(done.next(), done.wantsReport(), done.offset());
        keepMemory();
        remember("reported", place.version() + " " + clock.instant());
        log.state("coordinator", "here", "the coordinator has taken %d".formatted(done.beats()));
      }
      case Delivery.Away away -> {
        failures++;
        log.state("coordinator", "away", "beats wait in the spool: " + away.why());
      }
      case Delivery.Refused refused -> {
        failures++;
        log.state(
            "coordinator",
            "refused",
            "the coordinator refuses this machine, beats wait in the spool: " + refused.why());
      }
    }
    return delivery;
  }

  private Duration wait(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Done _ -> memory.interval();
      case Delivery.Away _ -> Pace.away(failures, memory.interval(), random);
      case Delivery.Refused _ -> Pace.refused(random);
    };
  }

  private void keepMemory() {
    try {
      memory.write(place.memory());
    } catch (IOException _) {
      // The spool says that the disk is full; without its memory the next start reports in full.
    }
  }

  /** Writes a line for who watches this machine from outside. */
  private void remember(String name, String line) {
    try {
      Files.writeString(place.state().resolve(name), line + "\n", StandardCharsets.UTF_8);
    } catch (IOException _) {
      // Who watches sees the old line, and takes that for no news.
    }
  }
}
