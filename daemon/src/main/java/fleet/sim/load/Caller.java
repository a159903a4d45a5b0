package fleet.sim.load;

import fleet.report.Ack;
import fleet.report.BadWireException;
import fleet.report.Beat;
import fleet.report.Wire;
import fleet.wire.Pin;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Some machines that beat in turns over one connection. */
final class Caller implements Callable<Tally> {
  private static final int MOST_ERRORS = 100;
  private static final int PAUSE = 50;

  private final URI url;
  private final Optional<Pin> pin;
  private final List<Machine> machines;
  private final long end;
  private final Tally tally = new Tally();

  Caller(URI url, Optional<Pin> pin, List<String> tokens, long end) {
    this.url = url;
    this.pin = pin;
    this.machines = new ArrayList<>(tokens.stream().map(Machine::new).toList());
    this.end = end;
  }

  /** A machine whose agent has lost its spool, and begins a series. */
  private static final class Machine {
    final String token;
    final String series = "load-" + Instant.now().toEpochMilli();
    long number;
    boolean wanted;

    Machine(String token) {
      this.token = token;
    }
  }

  @Override
  public Tally call() throws InterruptedException {
    while (System.nanoTime() < end && tally.errors() < MOST_ERRORS) {
      try (var line = KeptLine.open(url, pin)) {
        for (int i = 0; System.nanoTime() < end && tally.errors() < MOST_ERRORS; i++) {
          beat(line, machines.get(i % machines.size()));
        }
      } catch (IOException e) {
        tally.failed(String.valueOf(e.getMessage()));
        Thread.sleep(PAUSE);
      }
    }
    return tally;
  }

  private void beat(KeptLine line, Machine machine) throws IOException {
    byte[] body = body(machine);
    long begin = System.nanoTime();
    KeptLine.Answer answer = line.post("/v1/beats", machine.token, body);
    long took = System.nanoTime() - begin;
    try {
      if (answer.status() != 200) {
        String detail = JsonMapper.shared().readTree(answer.body()).path("detail").asString("");
        tally.failed("it answers " + answer.status() + " " + detail);
        return;
      }
      Ack ack = Wire.ack(JsonMapper.shared().readTree(answer.body()));
      if (ack.number() == machine.number) {
        machine.wanted = ack.wantsReport();
        tally.acknowledged(took);
      } else {
        tally.failed("it acknowledges %d, not %d".formatted(ack.number(), machine.number));
      }
    } catch (JacksonException | BadWireException e) {
      tally.failed("it answers oddly: " + e.getMessage());
    }
  }

  private static byte[] body(Machine machine) {
    machine.number++;
    Instant now = Instant.now();
    var beat =
        new Beat(
            machine.series,
            machine.number,
            now,
            0,
            machine.wanted ? Optional.of(SampleReport.at(now)) : Optional.empty());
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("v", Wire.VERSION);
    json.putArray("beats").add(Wire.of(beat));
    return JsonMapper.shared().writeValueAsBytes(json);
  }
}
