package fleet.launch;

import fleet.registry.Agent;
import fleet.shell.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How an agent is started.
 *
 * @param words the program and its arguments
 * @param headless whether the prompt stands on its standard input, and nobody sits at a terminal
 * @param prints what its first sign of life is: a whole JSON {@code event}, or any {@code output}
 */
record AgentCommand(List<String> words, boolean headless, String prints) {
  AgentCommand {
    words = List.copyOf(words);
  }

  static AgentCommand of(Agent agent, boolean headless) {
    List<String> words = new ArrayList<>(agent.command());
    if (!headless) {
      return new AgentCommand(words, false, "output");
    }
    List<String> more =
        switch (program(agent)) {
          case "claude" -> List.of("-p", "--output-format", "stream-json", "--verbose");
          case "codex" -> List.of("exec", "--json", "-");
          case "gemini" -> List.of("--output-format", "stream-json");
          default -> List.of();
        };
    words.addAll(more);
    return new AgentCommand(words, true, more.isEmpty() ? "output" : "event");
  }

  private static String program(Agent agent) {
    String first = agent.command().getFirst();
    return first.substring(first.lastIndexOf('/') + 1);
  }

  /** As sh text; a program in the home is found there. */
  String sh() {
    String first = words.getFirst();
    String program =
        first.startsWith("~/") ? "\"$HOME\"/" + Quote.sh(first.substring(2)) : Quote.sh(first);
    return program
        + words.stream().skip(1).map(word -> " " + Quote.sh(word)).collect(Collectors.joining());
  }
}
