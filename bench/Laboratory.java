import fleet.lab.Lab;
import java.time.Duration;

/** Slows the way to a machine of a lab. Usage: {@code delay LAB MACHINE MILLISECONDS}. */
final class Laboratory {
  private Laboratory() {}

  public static void main(String[] words) {
    Lab.open(words[1]).machine(words[2]).delay(Duration.ofMillis(Long.parseLong(words[3])));
  }
}
