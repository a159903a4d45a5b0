package fleet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("lab")
class KilledUpTest {
  /** Moments of an `up`, each seen in what it leaves on the computer. */
  enum Moment {
    SLOT,
    NETWORK,
    MOUNT,
    BOOT;

    boolean reached(Slot slot) {
      return switch (this) {
        case SLOT -> true;
        case NETWORK -> Files.exists(Path.of("/sys/class/net", slot.tailnetBridge()));
        case MOUNT -> Files.exists(Home.big(slot).resolve("m1/root/etc"));
        case BOOT -> Cgroup.ofSlot(slot).child("m1").leader().isPresent();
      };
    }
  }

  private static final String NAME = Labs.name("killed");
  private static final Path STATE = Home.state(NAME);

  /** What is run and killed. */
  static final class Up {
    public static void main(String[] arguments) {
      Lab.up(Lab.Options.of(arguments[0], 2));
    }
  }

  @BeforeAll
  static void baseIsThere() {
    Labs.shared(2);
  }

  @ParameterizedTest
  @EnumSource
  void downCleansUpAfterAKilledUp(Moment moment) throws Exception {
    Slot slot = killedAt(moment);
    assertTrue(Lab.down(NAME));
    assertNothingLeft(slot);
  }

  @Test
  void theNextUpCleansUpAfterAKilledUp() throws Exception {
    Slot slot = killedAt(Moment.BOOT);
    try (Lab lab = Lab.up(Lab.Options.of(NAME, 1))) {
      assertEquals("running", lab.machine("m1").state());
    }
    assertNothingLeft(slot);
  }

  private static Slot killedAt(Moment moment) throws Exception {
    Process up =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Up.class.getName(),
                NAME)
            .inheritIO()
            .start();
    try {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      Slots slots = Slots.ofThisComputer();
      while (slots.of(STATE).filter(moment::reached).isEmpty()) {
        assertTrue(up.isAlive() && System.nanoTime() < end, "never got to " + moment);
        Thread.sleep(5);
      }
      return slots.of(STATE).orElseThrow();
    } finally {
      up.destroyForcibly().waitFor();
    }
  }

  private static void assertNothingLeft(Slot slot) throws IOException {
    assertEquals(List.of(), Footprint.of(slot));
    assertTrue(Files.notExists(STATE));
    assertTrue(Slots.ofThisComputer().of(STATE).isEmpty());
  }
}
