package fleet.cli.doctor.operator;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import fleet.shell.Quote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of journals can be written, or made. */
public final class StateCheck implements OperatorCheck {
  @Override
  public List<Finding> look(OperatorSide side) {
    Path folder = side.surroundings().state();
    Path there = folder;
    while (Files.notExists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      String aside = Quote.sh(there.toString());
      return List.of(
          Finding.fail(
              Finding.HERE,
              "state",
              there + " is in the way of " + folder,
              "mv " + aside + " " + Quote.sh(there + ".old")));
    }
    return List.of(
        Files.isWritable(there)
            ? Finding.pass(Finding.HERE, "state", folder.toString())
            : Finding.fail(
                Finding.HERE,
                "state",
                "you may not write in " + there,
                "chmod u+rwx " + Quote.sh(there.toString())));
  }
}
