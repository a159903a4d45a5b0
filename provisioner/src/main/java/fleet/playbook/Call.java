package fleet.playbook;

import fleet.shell.Quote;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A call of a sh function of a step kind's library: the function's name and its arguments as plain
 * values. Values meet shell text only in {@link #sh()}.
 */
public record Call(String function, List<String> arguments) {
  public Call {
    if (!function.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("function name: " + function);
    }
    arguments = List.copyOf(arguments);
  }

  public static Call of(String function, String... arguments) {
    return new Call(function, List.of(arguments));
  }

  /** The call as one line of sh, every argument quoted. */
  public String sh() {
    return arguments.isEmpty()
        ? function
        : function + " " + arguments.stream().map(Quote::sh).collect(Collectors.joining(" "));
  }
}
