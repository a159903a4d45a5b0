package fleet.mesh;

import fleet.playbook.Facts;
import fleet.playbook.Step;
import fleet.registry.Machine;
import java.util.List;

/** A way in which the machines of a fleet come to trust each other. */
interface Trust {
  /** What makes a machine a part of the mesh. */
  List<Step> joining(Machine machine, Facts facts);

  /** What takes out what another way left there, as far as this one was seen to work. */
  List<Step> replacing(Machine machine, Facts facts, Seen seen);
}
