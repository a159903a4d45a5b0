package fleet.probe.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.probe.kind.MountTable.Mount;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
  /** As /proc/self/mountinfo has them. */
  private static final String LINE = "30 1 8:1 / %s %s shared:1 - ext4 /dev/sda1 %s";

  @Test
  void whatIsReadOnlyToFleetdAloneIsNotReadOnly() {
    assertEquals(
        List.of(false), readOnly(LINE.formatted("/", "ro,relatime", "rw,errors=remount-ro")));
  }

  @Test
  void whatNobodyCanWriteToIsReadOnly() {
    assertEquals(List.of(true), readOnly(LINE.formatted("/", "rw,relatime", "ro")));
  }

  private static List<Boolean> readOnly(String line) {
    return MountTable.real(List.of(line)).stream().map(Mount::readOnly).toList();
  }
}
