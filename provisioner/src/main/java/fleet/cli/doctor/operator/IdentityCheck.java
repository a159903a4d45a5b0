package fleet.cli.doctor.operator;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import fleet.registry.Machine;
import fleet.shell.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** The private keys that fleet.yaml names: there, and readable by their owner alone. */
public final class IdentityCheck implements OperatorCheck {
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @Override
  public List<Finding> look(OperatorSide side) {
    return side.members().stream()
        .flatMap(members -> members.fleet().members().stream())
        .map(Machine::identity)
        .flatMap(identity -> identity.stream())
        .distinct()
        .map(IdentityCheck::look)
        .toList();
  }

  private static Finding look(Path key) {
    String quoted = Quote.sh(key.toString());
    if (Files.notExists(key)) {
      return Finding.fail(
          Finding.HERE,
          "identity",
          "there is no " + key,
          "ssh-keygen -t ed25519 -N \"\" -f " + quoted);
    }
    try {
      return OWNERS.containsAll(Files.getPosixFilePermissions(key))
          ? Finding.pass(Finding.HERE, "identity", key.toString())
          : Finding.fail(
              Finding.HERE, "identity", key + " can be read by others", "chmod 600 " + quoted);
    } catch (IOException _) {
      return Finding.unknown(Finding.HERE, "identity", "cannot look at " + key);
    }
  }
}
