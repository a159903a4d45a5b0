package fleet.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who has which slot: one file a slot, holding the lab's directory. It appears whole or not at all
 * (a hard link), so labs started at the same moment never share one.
 */
final class Slots {
  private final Path directory;

  Slots(Path directory) {
    this.directory = directory;
  }

  static Slots ofThisComputer() {
    return new Slots(Home.big().resolve("slots"));
  }

  Slot take(Path lab, int machines) {
    Disk.makeDirectories(directory);
    Path claim = directory.resolve("." + UUID.randomUUID());
    Disk.write(claim, lab.toString(), "rw-r--r--");
    try {
      Set<String> busy = addresses();
      for (int number = Slot.first(machines); number <= Slot.last(machines); number++) {
        Slot slot = new Slot(number);
        if (!overlaps(slot, busy) && link(claim, file(slot))) {
          return slot;
        }
      }
      throw new LabException("every lab address range is taken: fleet lab down, for some lab");
    } catch (IOException e) {
      throw new LabException("cannot take a lab slot in " + directory + ": " + e.getMessage());
    } finally {
      delete(claim);
    }
  }

  Optional<Slot> of(Path lab) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      return all.stream()
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> lab.toString().equals(owner(file)))
          .map(file -> new Slot(Integer.parseInt(file.getFileName().toString())))
          .findFirst();
    } catch (IOException e) {
      throw new LabException("cannot read " + directory + ": " + e.getMessage());
    }
  }

  void release(Slot slot) {
    delete(file(slot));
  }

  private Path file(Slot slot) {
    return directory.resolve(Integer.toString(slot.number()));
  }

  private static String owner(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // released in this moment
    }
  }

  private static boolean link(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new LabException("cannot remove " + file + ": " + e.getMessage());
    }
  }

  private static boolean overlaps(Slot slot, Set<String> busy) {
    int keep = slot.prefix() / 8;
    return busy.stream()
        .anyMatch(
            address ->
                head(address, keep).equals(head(slot.tailnet(1), keep))
                    || head(address, keep).equals(head(slot.lan(1), keep)));
  }

  private static String head(String address, int parts) {
    return Stream.of(address.split("\\.", -1)).limit(parts).collect(Collectors.joining("."));
  }

  private static Set<String> addresses() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(InetAddress::getHostAddress)
        .filter(address -> address.indexOf(':') < 0)
        .collect(Collectors.toSet());
  }
}
