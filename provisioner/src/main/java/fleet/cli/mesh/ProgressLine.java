package fleet.cli.mesh;

import fleet.mesh.Progress;
import java.io.PrintStream;

/** How far the tests are, on one line of a terminal that is written over and wiped at the end. */
final class ProgressLine implements Progress {
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream out;
  private boolean drawn;
  private long drawnAt = System.nanoTime() - REDRAW_NANOS;

  ProgressLine(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void tested(String what, int done, int total) {
    long now = System.nanoTime();
    if (now - drawnAt >= REDRAW_NANOS) {
      drawnAt = now;
      drawn = true;
      out.printf("\r\u001b[2K%d of %d %s tested", done, total, what);
      out.flush();
    }
  }

  /** Leaves nothing behind. */
  synchronized void wipe() {
    if (drawn) {
      out.print("\r\u001b[2K");
      out.flush();
    }
  }
}
