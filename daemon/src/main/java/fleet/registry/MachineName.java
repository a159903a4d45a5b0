package fleet.registry;

import java.util.Locale;

/** How machine names are compared, everywhere alike. */
public final class MachineName {
  private MachineName() {}

  /**
   * The same for every way to write one machine's name: capitals do not count, and neither does the
   * {@code .local} that a Mac adds to its name on some networks.
   */
  public static String key(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".local") ? lower.substring(0, lower.length() - 6) : lower;
  }
}
