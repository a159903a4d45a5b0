package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Consumer;

/** Keeps what one fragment prints up to a limit, counts the rest, and tells complete lines. */
final class Capture {
  private static final int LONGEST_LINE = 64 << 10;

  private final int limit;
  private byte[] kept = new byte[128];
  private int size;
  private int told;
  private boolean toldEarly;
  private long dropped;

  Capture(int limit) {
    this.limit = limit;
  }

  void add(byte[] bytes, int from, int length) {
    int room = Math.min(length, limit - size);
    if (size + room > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(size + room, kept.length * 2));
    }
    System.arraycopy(bytes, from, kept, size, room);
    size += room;
    dropped += length - room;
  }

  /** Tells the lines that are new; {@code ended} tells what has no line break yet, too. */
  void tell(Consumer<String> live, boolean ended) {
    if (toldEarly && told < size) {
      told += kept[told] == '\n' ? 1 : 0;
      toldEarly = false;
    }
    for (int at = told; at < size; at++) {
      if (kept[at] == '\n' || at - told >= LONGEST_LINE) {
        int end = kept[at] == '\n' ? at : at + 1;
        live.accept(new String(kept, told, end - told, UTF_8));
        told = at + 1;
      }
    }
    if (ended && told < size) {
      live.accept(new String(kept, told, size - told, UTF_8));
      told = size;
      toldEarly = true;
    }
  }

  String text() {
    String text = new String(kept, 0, size, UTF_8);
    return dropped == 0
        ? text
        : text + "\n[cut at " + limit + " bytes; " + dropped + " more were thrown away]\n";
  }
}
