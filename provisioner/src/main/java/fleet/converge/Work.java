package fleet.converge;

import fleet.registry.Machine;
import fleet.shell.Connector;

/** What a run does on each of its machines: it connects, does it, and says how that came out. */
@FunctionalInterface
public interface Work {
  MachineResult on(Machine machine, Connector connector, Watcher watcher);
}
