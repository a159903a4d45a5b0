package fleet.registry;

import java.util.List;

/**
 * A coding agent's command line.
 *
 * @param command the program and its arguments, at least the program
 */
public record Agent(String name, List<String> command) {
  /** The agents that need no entry in fleet.yaml. */
  public static final List<Agent> BUILT_IN =
      List.of(
          new Agent("claude", List.of("claude")),
          new Agent("codex", List.of("codex")),
          new Agent("gemini", List.of("gemini")));

  public Agent {
    command = List.copyOf(command);
  }
}
