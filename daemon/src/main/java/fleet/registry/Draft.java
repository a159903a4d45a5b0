package fleet.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * A file to be replaced in one step, its mode and owner kept.
 *
 * @param file the real file, behind any link
 * @param mark the byte order mark, or nothing
 * @param text what it says, without the mark
 */
record Draft(Path file, String mark, String text) {
  static Draft of(Path file) throws IOException {
    Path real = file.toRealPath();
    String all = Files.readString(real);
    String mark = all.startsWith("\uFEFF") ? "\uFEFF" : "";
    return new Draft(real, mark, all.substring(mark.length()));
  }

  void replaceBy(String next) throws IOException {
    byte[] before = (mark + text).getBytes(StandardCharsets.UTF_8);
    PosixFileAttributes kept = Files.readAttributes(file, PosixFileAttributes.class);
    Path folder = file.toAbsolutePath().getParent();
    Path temporary =
        Files.createTempFile(
            folder,
            ".fleet",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      write(temporary, (mark + next).getBytes(StandardCharsets.UTF_8));
      var view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
      PosixFileAttributes ours = view.readAttributes();
      if (!ours.owner().equals(kept.owner())) {
        view.setOwner(kept.owner());
      }
      if (!ours.group().equals(kept.group())) {
        view.setGroup(kept.group());
      }
      view.setPermissions(kept.permissions());
      if (!Arrays.equals(before, Files.readAllBytes(file))) {
        throw new IOException(file + " was changed by somebody else meanwhile: try again");
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(Path path, byte[] bytes) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
