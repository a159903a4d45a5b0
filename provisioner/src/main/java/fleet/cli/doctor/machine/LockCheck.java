package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.shell.Answer;
import java.util.List;

/** The run locks of the user and of root: held, or left by a run that is gone. */
public final class LockCheck implements MachineCheck {
  @Override
  public String script() {
    return """
    for lock in "$HOME/.local/state/fleet/lock" /var/lib/fleet/lock; do
      [ -f "$lock" ] || continue
      read -r pid boot until who <"$lock" || :
      read -r now </proc/sys/kernel/random/boot_id 2>/dev/null || now=$boot
      if [ "$boot" = "$now" ] && [ -d "/proc/$pid" ]; then echo "held $lock $who"; else echo "dead $lock $who"; fi
    done
    """;
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    List<Finding> findings =
        answer
            .out()
            .lines()
            .map(line -> line.split(" ", 3))
            .map(words -> lock(machine, words))
            .toList();
    return findings.isEmpty() ? List.of(Finding.pass(machine.name(), "lock", "free")) : findings;
  }

  private static Finding lock(MachineSide machine, String[] words) {
    String who = words.length > 2 ? words[2] : "somebody";
    if (words[0].equals("held")) {
      return Finding.pass(machine.name(), "lock", "held by " + who);
    }
    String says = words[1] + " was left by " + who + ", which is gone";
    return Finding.warn(
        machine.name(),
        "lock",
        says,
        words[1].startsWith("/var/")
            ? machine.execAsRoot("rm", "-f", words[1])
            : machine.exec("rm", "-f", words[1]));
  }
}
