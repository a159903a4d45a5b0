package fleet.launch;

import fleet.registry.Agent;
import fleet.registry.Project;
import fleet.registry.Ulid;
import fleet.shell.Detached;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is asked for.
 *
 * @param session its id, new for each request
 * @param task names the branch, and the session for as long as it lives
 * @param prompt what the agent is told; without one it is started for a person to talk to
 * @param scope what its branch may change, as globs
 * @param key the same key is the same session, for ever
 * @param patience how long the agent may take to its first sign of life
 * @param evenDegraded whether something may be wrong with the machine
 */
public record Request(
    String session,
    Project project,
    Agent agent,
    Optional<String> task,
    Optional<String> prompt,
    List<String> scope,
    Optional<String> key,
    Duration patience,
    Budget budget,
    boolean evenDegraded,
    String operator) {
  public Request {
    scope = List.copyOf(scope);
  }

  public static String newSession() {
    return Ulid.next("sess", InstantSource.system(), new SecureRandom());
  }

  String branch() {
    return task.map(name -> "task-" + name)
        .orElseGet(
            () -> "fleet/" + session.substring(session.length() - 10).toLowerCase(Locale.ROOT));
  }

  /** Under which name a machine knows what is not to be started twice; empty for nothing. */
  String keyName() {
    return key.map(word -> "key " + word)
        .or(() -> task.map(word -> "task " + word))
        .map(word -> Detached.id(project.name() + " " + word))
        .orElse("");
  }

  AgentCommand command() {
    return AgentCommand.of(agent, prompt.isPresent());
  }
}
