package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.shell.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Room on the disks of the system and of the home folder, in bytes and in inodes. */
public final class DiskCheck implements MachineCheck {
  private static final long LEAST_KIB = 2 << 20;
  private static final int MOST_PERCENT = 90;

  @Override
  public String script() {
    return "df -Pk / \"$HOME\"; echo inodes; df -Pi / \"$HOME\" 2>/dev/null";
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    Set<Finding> findings = new LinkedHashSet<>();
    boolean inodes = false;
    for (String line : answer.out().lines().toList()) {
      String[] words = line.strip().split("\\s+", 6);
      if (line.equals("inodes")) {
        inodes = true;
      } else if (words.length == 6 && words[4].matches("[0-9]{1,3}%")) {
        int percent = Integer.parseInt(words[4].replace("%", ""));
        boolean full =
            percent > MOST_PERCENT
                || (!inodes
                    && words[3].matches("[0-9]{1,18}")
                    && Long.parseLong(words[3]) < LEAST_KIB);
        findings.add(finding(machine, inodes ? "inodes" : "disk", words[5], percent, full));
      }
    }
    return findings.isEmpty()
        ? List.of(Finding.unknown(machine.name(), "disk", "df said nothing that can be read"))
        : new ArrayList<>(findings);
  }

  private static Finding finding(
      MachineSide machine, String about, String place, int percent, boolean full) {
    String says = "%s is %d %% full".formatted(place, percent);
    return full
        ? Finding.fail(
            machine.name(), about, says, machine.execAsRoot("du", "-xk", "-d", "2", place))
        : Finding.pass(machine.name(), about, says);
  }
}
