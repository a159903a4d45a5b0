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
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) throws InterruptedException {
    if (!args.isEmpty() && args.getFirst().equals("coordinator")) {
      String[] options = args.subList(1, args.size()).toArray(String[]::new);
      return new CommandLine(new CoordinatorCommand()).execute(options);
    }
    if (args.isEmpty() || !args.getFirst().equals("agent")) {
      System.err.println(AgentOptions.USAGE + ", or fleetd coordinator --help");
      return BAD_USAGE;
    }
    try {
      return AgentOptions.read(args.subList(1, args.size())).run();
    } catch (BadConfigException e) {
      System.err.println("fleetd: " + e.getMessage());
      return BAD_USAGE;
    }
  }
}
