package fleet.proof;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;

/** Who has which machine of the shared lab: no proof sees what another left. */
enum Place {
  RICH_13,
  RICH_12,
  PLAN_13,
  PLAN_12,
  UNINSTALL_13,
  UNINSTALL_12,
  KILLED_13,
  KILLED_12,
  CUT_13,
  TROUBLE_12,
  TROUBLE_13,
  SECOND_12,
  MESH_13,
  MESH_12,
  MESH_OTHER_13,
  MESH_OTHER_12,
  HEALTH_13,
  HEALTH_12,
  HEALTH_OTHER_13,
  HEALTH_OTHER_12,
  DAEMON_13,
  DAEMON_12;

  static Lab lab() {
    return Labs.shared(values().length);
  }

  @SuppressWarnings("EnumOrdinal") // the lab counts its machines, too
  LabMachine machine() {
    return lab().machine("m" + (ordinal() + 1));
  }
}
