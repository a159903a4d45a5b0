package fleet.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Only one `up` or `down` of a lab at a time; the lock dies with the process that holds it. */
final class LabLock implements AutoCloseable {
  private final FileChannel channel;

  private LabLock(FileChannel channel) {
    this.channel = channel;
  }

  static LabLock of(Path lab) {
    Path locks = Home.big().resolve("locks");
    Disk.makeDirectories(locks);
    String id = lab.getFileName() + "-" + HexFormat.of().toHexDigits(lab.toString().hashCode());
    try {
      FileChannel channel =
          FileChannel.open(locks.resolve(id), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new LabException(
            "lab " + lab.getFileName() + " is being brought up or down right now: wait for that");
      }
      return new LabLock(channel);
    } catch (IOException e) {
      throw new LabException("cannot lock lab " + lab.getFileName() + ": " + e.getMessage());
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LabException("cannot unlock the lab: " + e.getMessage());
    }
  }
}
