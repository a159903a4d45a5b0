package fleet.mesh;

import fleet.converge.Task;
import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.PublicKey;
import fleet.shell.BlockedException;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has to be known before a machine is revoked. */
public record MeshRevoke(Fleet fleet, Machine lost, Path book) {

  /** Asks the machine for its key, if it still answers; returns whether it does. */
  public boolean learn(Connector connector, Task.Mode mode) throws IOException {
    try {
      Collect said = Collect.from(connector, lost);
      if (mode == Task.Mode.APPLY) {
        KeyBook.read(book).updated(Map.of(lost.name(), said)).write(book);
      }
      return true;
    } catch (UnreachableException | BlockedException _) {
      return false;
    }
  }

  /** The operator's own key file whose key the machine has, too. */
  public Optional<String> ownKey(Path home) throws IOException {
    Set<String> bodies = KeyBook.read(book).of(lost.name()).bodies();
    for (Path file : own(home)) {
      List<PublicKey> keys =
          Files.isRegularFile(file) ? PublicKey.all(Files.readString(file)) : List.of();
      if (keys.stream().map(PublicKey::body).anyMatch(bodies::contains)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  private List<Path> own(Path home) throws IOException {
    List<Path> files = new ArrayList<>();
    fleet.members().stream()
        .flatMap(machine -> machine.identity().stream())
        .distinct()
        .map(identity -> identity.resolveSibling(identity.getFileName() + ".pub"))
        .forEach(files::add);
    Path ssh = home.resolve(".ssh");
    if (Files.isDirectory(ssh)) {
      try (DirectoryStream<Path> publics = Files.newDirectoryStream(ssh, "id_*.pub")) {
        publics.forEach(files::add);
      }
    }
    return files;
  }

  /** The fleet as it will be. */
  public static Fleet without(Fleet fleet, Machine lost, LocalDate day) {
    return fleet.with(
        fleet.machines().stream()
            .map(m -> m.equals(lost) && m.revoked().isEmpty() ? m.revokedSince(day) : m)
            .toList());
  }
}
