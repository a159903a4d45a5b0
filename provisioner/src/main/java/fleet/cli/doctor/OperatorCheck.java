package fleet.cli.doctor;

import java.util.List;

/** A look at one thing on the operator's side; it changes nothing. */
public interface OperatorCheck {
  List<Finding> look(OperatorSide side);
}
