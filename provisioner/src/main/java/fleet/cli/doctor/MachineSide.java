package fleet.cli.doctor;

import fleet.playbook.Facts;
import fleet.registry.Machine;
import fleet.shell.Quote;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A machine that answered, and what it says of itself. */
public record MachineSide(Machine machine, Facts facts) {
  public String name() {
    return machine.name();
  }

  /** The operator's command that runs these words on the machine. */
  public String exec(String... words) {
    return "fleet exec --on "
        + name()
        + " -- "
        + Arrays.stream(words).map(MachineSide::word).collect(Collectors.joining(" "));
  }

  /** The same as root. */
  public String execAsRoot(String... words) {
    String command = Arrays.stream(words).map(MachineSide::word).collect(Collectors.joining(" "));
    return "fleet exec --on " + name() + " -- " + (facts.uid() == 0 ? "" : "sudo ") + command;
  }

  private static String word(String word) {
    return word.matches("[A-Za-z0-9_./@%+=:-]+") ? word : Quote.sh(word);
  }
}
