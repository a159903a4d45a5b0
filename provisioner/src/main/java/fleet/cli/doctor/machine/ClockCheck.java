package fleet.cli.doctor.machine;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.MachineCheck;
import fleet.cli.doctor.MachineSide;
import fleet.shell.Answer;
import java.time.Instant;
import java.util.List;

/** The machine's clock, against ours. */
public final class ClockCheck implements MachineCheck {
  private static final long MOST_SECONDS = 60;

  @Override
  public String script() {
    return "date +%s";
  }

  @Override
  public List<Finding> read(MachineSide machine, Answer answer) {
    if (!answer.out().strip().matches("[0-9]{1,12}")) {
      return List.of(
          Finding.unknown(machine.name(), "clock", "date said nothing that can be read"));
    }
    return List.of(
        judge(machine, Long.parseLong(answer.out().strip()), Instant.now().getEpochSecond()));
  }

  static Finding judge(MachineSide machine, long there, long here) {
    long off = there - here;
    return Math.abs(off) <= MOST_SECONDS
        ? Finding.pass(machine.name(), "clock", "right")
        : Finding.fail(
            machine.name(),
            "clock",
            "%d s %s".formatted(Math.abs(off), off < 0 ? "behind" : "ahead"),
            machine.facts().os().equals("macos")
                ? machine.execAsRoot("sntp", "-sS", "time.apple.com")
                : machine.execAsRoot("timedatectl", "set-ntp", "true"));
  }
}
