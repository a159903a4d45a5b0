package fleet.cli.doctor.operator;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import fleet.shell.Quote;
import java.nio.file.Files;
import java.util.List;

/** fleet.yaml: found, readable and well formed. */
public final class RegistryCheck implements OperatorCheck {
  @Override
  public List<Finding> look(OperatorSide side) {
    String file = side.registry().toString();
    if (Files.notExists(side.registry())) {
      return List.of(
          Finding.fail(
              Finding.HERE,
              "registry",
              "there is no " + file,
              "fleet init" + (file.equals("fleet.yaml") ? "" : " -f " + Quote.sh(file))));
    }
    if (!Files.isReadable(side.registry())) {
      return List.of(
          Finding.fail(
              Finding.HERE, "registry", "you may not read " + file, "chmod u+r " + Quote.sh(file)));
    }
    return List.of(
        side.problem()
            .map(problem -> Finding.fail(Finding.HERE, "registry", problem))
            .orElseGet(() -> Finding.pass(Finding.HERE, "registry", file)));
  }
}
