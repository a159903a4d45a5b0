package fleet.registry;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Identifiers that sort by time: 48 bits of milliseconds and 80 random bits in 26 letters of
 * Crockford's base 32 (github.com/ulid/spec), behind a prefix that names the type.
 */
public final class Ulid {
  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private Ulid() {}

  /** As {@code run_01JD…} for the prefix {@code run}. */
  public static String next(String prefix, InstantSource clock, RandomGenerator random) {
    char[] text = new char[26];
    long millis = clock.millis();
    for (int i = 9; i >= 0; i--) {
      text[i] = LETTERS.charAt((int) (millis & 31));
      millis >>>= 5;
    }
    for (int i = 10; i < 26; i++) {
      text[i] = LETTERS.charAt(random.nextInt(32));
    }
    return prefix + "_" + new String(text);
  }
}
