package fleet.coordinator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder of a coordinator, held by one process at a time. */
final class DataDir implements AutoCloseable {
  private final Path dir;
  private final FileChannel lock;

  private DataDir(Path dir, FileChannel lock) {
    this.dir = dir;
    this.lock = lock;
  }

  /** Makes the folder where there is none, open to its owner alone. */
  static DataDir hold(Path dir) {
    Path file = dir.resolve("coordinator.lock");
    try {
      if (!Files.exists(dir)) {
        Files.createDirectories(
            dir,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String pid = Files.readString(file).strip();
        channel.close();
        throw new StoreException(
            "%s is in use by the coordinator with process id %s: stop it first"
                .formatted(dir, pid));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
      return new DataDir(dir, channel);
    } catch (IOException e) {
      throw unwritable(dir, e);
    }
  }

  /** An empty file is an empty database; who else is on the computer never sees in. */
  void makeDatabase() {
    try {
      if (!Files.exists(database())) {
        Files.createFile(
            database(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException e) {
      close();
      throw unwritable(dir, e);
    }
  }

  private static StoreException unwritable(Path dir, IOException e) {
    return new StoreException(
        "cannot write in %s (%s): give it to the account that the coordinator runs as"
            .formatted(dir, e.getMessage()),
        e);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  Path path() {
    return dir;
  }

  Path database() {
    return database(dir);
  }

  static Path database(Path dir) {
    return dir.resolve("fleet.db");
  }

  @Override
  public String toString() {
    return dir.toString();
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException _) {
      // The process's end gives it back too.
    }
  }
}
