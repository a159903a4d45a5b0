package fleet.probe.kind;

import java.util.Locale;

/** Sizes for people. */
final class Bytes {
  private static final String UNITS = "KMGTPE";

  private Bytes() {}

  /** As {@code df -h} has it: 1.5G, 20M. */
  static String shown(long bytes) {
    double size = bytes;
    int unit = -1;
    while (size >= 1024 && unit < UNITS.length() - 1) {
      size /= 1024;
      unit++;
    }
    if (unit < 0) {
      return bytes + "B";
    }
    return String.format(Locale.ROOT, size < 10 ? "%.1f%s" : "%.0f%s", size, UNITS.charAt(unit));
  }
}
