package fleet.probe.kind;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * A real file system of the kernel's, served by this test over /dev/fuse: it has the figures that
 * it is given, or hangs.
 */
final class FakeMount implements AutoCloseable {
  /** What becomes of a question. */
  enum Manner {
    ANSWERS,
    /** As if its server had died. */
    DEAD,
    /** Nobody takes it, so that whoever asks can still be killed. */
    DEAF,
    /** It was taken and is never answered: whoever asks cannot be killed. */
    STUCK
  }

  /** What statfs tells. */
  record Figures(
      long block, long blocks, long free, long available, long inodes, long inodesFree) {}

  private static final int READ_WRITE_CLOSE_ON_EXEC = 0x80002;
  private static final int FORCE_AND_DETACH = 3;
  private static final int INIT = 26;
  private static final int STATFS = 17;
  private static final int GETATTR = 3;
  private static final int NO_SUCH_CALL = -38;
  private static final int NOT_CONNECTED = -107;

  /** The C library's. */
  interface C extends Library {
    C INSTANCE = Native.load("c", C.class);

    int open(String path, int flags);

    int close(int fd);

    int mount(String source, String target, String type, long flags, String data);

    int umount2(String target, int flags);

    long read(int fd, byte[] bytes, long length);

    long write(int fd, byte[] bytes, long length);
  }

  private final String path;
  private final int fd;

  FakeMount(Path path, Manner manner, Figures figures) throws IOException {
    this.path = path.toString();
    Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "mounting is for root");
    this.fd = C.INSTANCE.open("/dev/fuse", READ_WRITE_CLOSE_ON_EXEC);
    Assumptions.assumeTrue(fd >= 0, "no /dev/fuse here");
    String options = "fd=%d,rootmode=40000,user_id=0,group_id=0".formatted(fd);
    if (C.INSTANCE.mount("fake", this.path, "fuse", 0, options) != 0) {
      throw new IOException("mount: error " + Native.getLastError());
    }
    if (manner != Manner.DEAF) {
      Thread.ofPlatform().daemon().start(() -> serve(manner, figures));
    }
  }

  private void serve(Manner manner, Figures figures) {
    byte[] bytes = new byte[1 << 20];
    while (C.INSTANCE.read(fd, bytes, bytes.length) > 0) {
      ByteBuffer question = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
      int call = question.getInt(4);
      long unique = question.getLong(8);
      switch (call) {
        case INIT -> answer(unique, init());
        case STATFS, GETATTR -> {
          switch (manner) {
            case ANSWERS -> answer(unique, call == STATFS ? statfs(figures) : folder());
            case DEAD -> refuse(unique, NOT_CONNECTED);
            case DEAF, STUCK -> {}
          }
        }
        default -> refuse(unique, NO_SUCH_CALL);
      }
    }
  }

  private static ByteBuffer init() {
    return buffer(64).putInt(7).putInt(31).putInt(0).putInt(0).putInt(0).putInt(4096).putInt(1);
  }

  private static ByteBuffer statfs(Figures of) {
    return buffer(80)
        .putLong(of.blocks())
        .putLong(of.free())
        .putLong(of.available())
        .putLong(of.inodes())
        .putLong(of.inodesFree())
        .putInt((int) of.block())
        .putInt(255)
        .putInt((int) of.block());
  }

  private static ByteBuffer folder() {
    return buffer(104).putLong(16, 1).putInt(16 + 60, 040755).putInt(16 + 64, 2);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  private void answer(long unique, ByteBuffer body) {
    byte[] all = new byte[16 + body.capacity()];
    ByteBuffer.wrap(all)
        .order(ByteOrder.nativeOrder())
        .putInt(all.length)
        .putInt(0)
        .putLong(unique)
        .put(body.array());
    C.INSTANCE.write(fd, all, all.length);
  }

  private void refuse(long unique, int error) {
    byte[] all = new byte[16];
    ByteBuffer.wrap(all)
        .order(ByteOrder.nativeOrder())
        .putInt(all.length)
        .putInt(error)
        .putLong(unique);
    C.INSTANCE.write(fd, all, all.length);
  }

  @Override
  public void close() {
    C.INSTANCE.umount2(path, FORCE_AND_DETACH);
    C.INSTANCE.close(fd);
  }
}
