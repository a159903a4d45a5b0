package fleet.shell;

import fleet.registry.Machine;
import java.util.List;

/** Opens connections; one connector serves a whole run and is shared by all its threads. */
public interface Connector extends AutoCloseable {
  /**
   * Connects, logs in and starts the user's shell.
   *
   * @param greeting sh that the user's shell runs before anything else, its output being {@link
   *     Connection#greeting()}: it costs no round trip of its own
   */
  Connection open(Machine machine, String greeting) throws UnreachableException;

  /** Connects anew, even where an open connection would do. */
  default Connection openFresh(Machine machine, String greeting) throws UnreachableException {
    return open(machine, greeting);
  }

  /**
   * Logs in anew and leaves at once.
   *
   * @return how one may log in there, as the machine offers it to anybody
   */
  default List<String> methods(Machine machine) throws UnreachableException {
    throw new UnreachableException(machine.name() + " is not reached over SSH");
  }

  @Override
  void close();
}
