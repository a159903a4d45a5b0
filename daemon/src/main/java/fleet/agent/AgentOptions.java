package fleet.agent;

import fleet.probe.Probe;
import fleet.probe.Probes;
import fleet.probe.ShProbe;
import fleet.wire.CoordinatorClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;

/**
 * {@code fleetd agent [--once] [--config DIR] [--state DIR]}. Read by hand: a library for it would
 * cost a sleeping agent more memory than all of its own classes.
 *
 * @param once one beat and no more, for a timer
 * @param config the folder of agent.json and token
 * @param state the agent's own folder
 */
public record AgentOptions(boolean once, Path config, Path state) {
  public static final String USAGE =
      "usage: fleetd agent [--once] [--config DIR (/etc/fleetd)] [--state DIR (/var/lib/fleetd)]";

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MOST_ANSWER = 64 * 1024;

  /** Arguments that are none of these are refused. */
  public static AgentOptions read(List<String> arguments) {
    boolean once = false;
    Path config = Path.of("/etc/fleetd");
    Path state = Path.of("/var/lib/fleetd");
    for (Iterator<String> left = arguments.iterator(); left.hasNext(); ) {
      String option = left.next();
      switch (option) {
        case "--once" -> once = true;
        case "--config" -> config = value(option, left);
        case "--state" -> state = value(option, left);
        default -> throw new BadConfigException(USAGE);
      }
    }
    return new AgentOptions(once, config, state);
  }

  private static Path value(String option, Iterator<String> left) {
    if (!left.hasNext()) {
      throw new BadConfigException(option + " wants a folder; " + USAGE);
    }
    return Path.of(left.next());
  }

  /** Beats for ever, or once; the exit code. */
  public int run() throws InterruptedException {
    Config read = Config.read(config);
    Spool spool = new Spool(state.resolve("spool"), Spool.Bounds.USUAL);
    CoordinatorClient client =
        new CoordinatorClient(read.coordinator(), read.pin(), read.token(), LIMIT, MOST_ANSWER);
    Agent agent =
        new Agent(
            read,
            new Agent.Place(
                state,
                Path.of(System.getProperty("user.home")),
                System.getProperty("fleetd.version", "unpacked")),
            Probes.all(),
            once ? ShProbe::run : Probe::measure,
            spool,
            new Courier(client, spool, InstantSource.system()),
            new Log(System.err),
            new SecureRandom());
    if (once) {
      return agent.once() ? 0 : 1;
    }
    agent.run();
    return 0;
  }
}
