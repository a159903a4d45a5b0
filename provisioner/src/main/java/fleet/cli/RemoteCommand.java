package fleet.cli;

import fleet.converge.RunReport.Listed;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.Quote;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A command of the operator's on many machines. */
public final class RemoteCommand {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int NOT_REACHED = -1;

  private final Members members;
  private final RunOptions options;

  public RemoteCommand(Members members, RunOptions options) {
    this.members = members;
    this.options = options;
  }

  record Said(String machine, int status, String out, String err) {
    String text() {
      return status == NOT_REACHED
          ? "unreachable: " + err
          : out + err + (status == 0 ? "" : "[exit " + status + "]\n");
    }
  }

  record Document(int schema, Instant asOf, Listed<Said> machines) {}

  public int run(List<Machine> machines, List<String> command) throws InterruptedException {
    Instant begun = Instant.now();
    List<Said> said =
        ask(machines, command.stream().map(Quote::sh).collect(Collectors.joining(" ")));
    if (options.json) {
      System.out.println(
          JsonMapper.shared().writeValueAsString(new Document(1, begun, Listed.of(said))));
    } else {
      Map<String, String> texts = new LinkedHashMap<>();
      said.forEach(each -> texts.put(each.machine(), each.text()));
      MergedOutput.lines(texts).forEach(System.out::println);
    }
    boolean failed = said.stream().anyMatch(each -> each.status() > 0);
    boolean lost = said.stream().anyMatch(each -> each.status() == NOT_REACHED);
    return failed ? Exit.FAILED : lost ? Exit.UNREACHABLE : Exit.OK;
  }

  private List<Said> ask(List<Machine> machines, String command) throws InterruptedException {
    try (Connector connector = members.connector(options)) {
      return Together.ask(
          machines, options.parallel(), machine -> ask(connector, machine, command));
    }
  }

  private static Said ask(Connector connector, Machine machine, String command) {
    try (Connection connection = connector.open(machine, ":")) {
      Answer answer =
          connection
              .shell(Account.USER)
              .run(List.of(new Fragment("exec", command, LIMIT, false)))
              .getFirst();
      return new Said(machine.name(), answer.status(), answer.out(), answer.err());
    } catch (UnreachableException | BlockedException e) {
      return new Said(machine.name(), NOT_REACHED, "", String.valueOf(e.getMessage()));
    }
  }
}
