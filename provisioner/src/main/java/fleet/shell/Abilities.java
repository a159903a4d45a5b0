package fleet.shell;

import java.time.Duration;
import java.util.Optional;

/** What a login is good for beside a shell; nothing has to be installed on the machine for it. */
public interface Abilities {
  /** Tries a TCP connection from the machine to some place, and closes it at once. */
  Door door(String host, int port, Duration patience);

  /** Why nothing comes through a forwarded port that begins with this text. */
  Optional<String> forwards(String host, int port, String beginning);

  /** Why files cannot be read over SFTP. */
  Optional<String> sftp();

  /** Why the machine may not use the operator's SSH agent. */
  Optional<String> agent();

  /** Why a command of its own does not print something that begins so. */
  Optional<String> prints(String command, String beginning);

  /** Whether the machine still answers at all. */
  boolean answers();
}
