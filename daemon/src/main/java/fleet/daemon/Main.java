package fleet.daemon;

import fleet.agent.AgentOptions;
import fleet.agent.BadConfigException;
import fleet.coordinator.CoordinatorCommand;
import java.util.List;
import picocli.CommandLine;

/** {@code fleetd}. */
public final class Main {
  private static final int BAD_USAGE = 2;

  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    List<String> words = List.of(args);
    String command = words.isEmpty() ? "" : words.getFirst();
    System.exit(
        switch (command) {
          case "agent" -> agent(words.subList(1, words.size()));
          case "coordinator" -> coordinator(words.subList(1, words.size()));
          default -> usage(AgentOptions.USAGE + ", or fleetd coordinator --help");
        });
  }

  private static int agent(List<String> options) throws InterruptedException {
    try {
      return AgentOptions.read(options).run();
    } catch (BadConfigException e) {
      return usage("fleetd: " + e.getMessage());
    }
  }

  /** What is brought to machines reports, and has nothing of what a coordinator needs. */
  private static int coordinator(List<String> options) {
    try {
      return new CommandLine(new CoordinatorCommand()).execute(options.toArray(String[]::new));
    } catch (NoClassDefFoundError _) {
      return usage("fleetd: this one only reports; a coordinator is run by: fleet coordinator");
    }
  }

  private static int usage(String text) {
    System.err.println(text);
    return BAD_USAGE;
  }
}
