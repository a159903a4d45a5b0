package fleet.cli.doctor.operator;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Labs that are up, or were left behind. */
public final class LabCheck implements OperatorCheck {
  @Override
  public List<Finding> look(OperatorSide side) {
    Path labs = side.surroundings().state().resolve("lab");
    if (!Files.isDirectory(labs)) {
      return List.of(Finding.pass(Finding.HERE, "lab", "none"));
    }
    try (Stream<Path> folders = Files.list(labs)) {
      List<Finding> left =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .map(
                  name ->
                      Finding.warn(
                          Finding.HERE,
                          "lab",
                          "lab " + name + " is up or was left behind",
                          "fleet lab down --name " + name))
              .toList();
      return left.isEmpty() ? List.of(Finding.pass(Finding.HERE, "lab", "none")) : left;
    } catch (IOException _) {
      return List.of(Finding.unknown(Finding.HERE, "lab", "cannot look into " + labs));
    }
  }
}
