package fleet.cli.doctor.operator;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import java.util.List;

/** The Java that runs this. */
public final class JdkCheck implements OperatorCheck {
  private static final int WANTED = 25;

  @Override
  public List<Finding> look(OperatorSide side) {
    String version = Runtime.version().toString();
    return List.of(
        Runtime.version().feature() >= WANTED
            ? Finding.pass(Finding.HERE, "JDK", version)
            : Finding.fail(Finding.HERE, "JDK", version + ", and fleet wants 25: see bin/setup"));
  }
}
