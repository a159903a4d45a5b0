package fleet.converge;

import fleet.playbook.Call;
import fleet.shell.Answer;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Who holds a machine's lock: written there as {@code user@host/pid/run}, so that the next run from
 * the same host can tell whether that process still lives.
 *
 * @param operator {@code user@host}, looked up when a lock is wanted
 * @param bootId the machine's boot, in which its shell's pid means something
 */
record LockHolder(Supplier<String> operator, long pid, String run, String bootId) {
  /** The sh that takes the lock, or takes it again for longer. */
  String take(Duration howLong, boolean force) {
    return Call.of(
            "lock_take",
            operator.get() + "/" + pid + "/" + run,
            bootId.isEmpty() ? "-" : bootId,
            String.valueOf(howLong.toSeconds()),
            force ? "force" : "")
        .sh();
  }

  /** Why the lock was not to be had: somebody else has it, or it cannot be written. */
  static String refusal(Answer lock) {
    String last = Text.colon(Text.printable(Text.lastLine(lock.out() + lock.err())));
    return (isHeld(lock) ? "another run has this machine" : "cannot take this machine's lock")
        + last;
  }

  static boolean isHeld(Answer lock) {
    return lock.out().startsWith("held by ");
  }

  /** Whether a refusal ({@code held by …}) names a process of this operator that is gone. */
  boolean diedHere(String refusal) {
    String[] parts = refusal.strip().replaceFirst("^held by ", "").split("/", -1);
    return parts.length == 3
        && parts[0].equals(operator.get())
        && parts[1].matches("[0-9]{1,10}")
        && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
  }
}
