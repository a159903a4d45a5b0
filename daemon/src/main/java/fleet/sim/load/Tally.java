package fleet.sim.load;

import java.util.Arrays;
import java.util.Optional;

/** What one connection counted. */
final class Tally {
  private int[] micros = new int[1024];
  private int acknowledged;
  private long errors;
  private Optional<String> firstError = Optional.empty();

  void acknowledged(long nanos) {
    if (acknowledged == micros.length) {
      micros = Arrays.copyOf(micros, 2 * acknowledged);
    }
    micros[acknowledged++] = (int) Math.min(Integer.MAX_VALUE, nanos / 1000);
  }

  void failed(String why) {
    errors++;
    if (firstError.isEmpty()) {
      firstError = Optional.of(why);
    }
  }

  /** How long each acknowledged beat took. */
  int[] micros() {
    return Arrays.copyOf(micros, acknowledged);
  }

  long errors() {
    return errors;
  }

  Optional<String> firstError() {
    return firstError;
  }
}
