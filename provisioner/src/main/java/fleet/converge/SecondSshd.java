package fleet.converge;

import fleet.converge.guard.Way;
import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * A second sshd on a spare port that has read what the running one has not read yet. Where nothing
 * answers at that port, as behind a firewall, it proves nothing.
 */
record SecondSshd(Machine machine, Connector connector, GuardTalk talk) {
  private static final int SSH = 22;
  private static final int FIRST = 20_000;
  private static final int PORTS = 10_000;

  /** Whom it does not let in by one of the ways, and why. */
  Optional<String> refusal(List<Way> ways) throws UnreachableException {
    int port = FIRST + new SecureRandom().nextInt(PORTS);
    // The host keys of another port are known under that port, as the new one is not.
    if (machine.port() != SSH || !talk.trial(port)) {
      return Optional.empty();
    }
    Optional<String> refusal = Optional.empty();
    for (Way way : ways) {
      if (way.kind() != Way.Kind.BEHIND && refusal.isEmpty()) {
        refusal = refusal(way, port);
      }
    }
    talk.endTrial();
    return refusal.filter(why -> !why.isEmpty());
  }

  /** Empty text where nothing answered. */
  private Optional<String> refusal(Way way, int port) {
    try {
      connector.openFresh(way.machine().onPort(port), ":").close();
      return Optional.empty();
    } catch (UnreachableException e) {
      return Optional.of(
          e.isSilent() ? "" : "a second sshd refuses " + way.name() + ": " + e.why());
    }
  }
}
