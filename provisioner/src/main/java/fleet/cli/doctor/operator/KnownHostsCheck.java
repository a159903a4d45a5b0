package fleet.cli.doctor.operator;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import fleet.shell.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** The host keys beside the registry: readable, and not to be changed by others. */
public final class KnownHostsCheck implements OperatorCheck {
  @Override
  public List<Finding> look(OperatorSide side) {
    Path file = side.registry().resolveSibling("known_hosts");
    if (Files.notExists(file)) {
      return List.of(
          Finding.notApplicable(Finding.HERE, "known hosts", "no host key was accepted yet"));
    }
    String quoted = Quote.sh(file.toString());
    if (!Files.isReadable(file)) {
      return List.of(
          Finding.fail(
              Finding.HERE, "known hosts", "you may not read " + file, "chmod u+r " + quoted));
    }
    return List.of(writers(file, quoted));
  }

  private static Finding writers(Path file, String quoted) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      return mode.contains(PosixFilePermission.GROUP_WRITE)
              || mode.contains(PosixFilePermission.OTHERS_WRITE)
          ? Finding.fail(
              Finding.HERE,
              "known hosts",
              file + " can be changed by others",
              "chmod go-w " + quoted)
          : Finding.pass(Finding.HERE, "known hosts", file.toString());
    } catch (IOException _) {
      return Finding.unknown(Finding.HERE, "known hosts", "cannot look at " + file);
    }
  }
}
