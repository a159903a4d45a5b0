package fleet.cli.doctor;

import fleet.shell.Answer;
import java.util.List;

/** A look at one thing on a machine; it changes nothing there. */
public interface MachineCheck {
  /** Sh that prints what {@link #read} reads; all checks of a machine go in one batch. */
  String script();

  /** What the answer means. */
  List<Finding> read(MachineSide machine, Answer answer);
}
