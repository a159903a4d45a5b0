package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fleet.yaml.BadFileException;
import fleet.yaml.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionRangeTest {
  @ParameterizedTest
  @CsvSource({
    "13,    13.7.8, true",
    "13,    13,     true",
    "13,    130,    false",
    "13.0,  13,     true",
    "22.04, 22.04,  true",
    "22.04, 22.10,  false",
    ">=13,  26.1,   true",
    ">=13,  9.9,    false",
    ">=13.0, 13,    true",
    ">=14.4, 14.3.9, false",
    "<26,   15.7,   true",
    "<26,   26.0,   false",
    "<26,   'x',    false",
    ">=1,   '',     false",
    ">=1,   99999999999999, true",
    ">=13,  13-beta, true"
  })
  void holds(String range, String version, boolean holds) {
    assertEquals(holds, new VersionRange(range).holds(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ">13", "1.x", "=> 13", "13.", "a"})
  void refuses(String text) {
    assertThrows(
        BadFileException.class, () -> VersionRange.read(new Position("f.yaml", 1, 1), text));
  }

  @Test
  void keepsItsText() {
    assertEquals(">=15", VersionRange.read(new Position("f.yaml", 1, 1), ">=15").text());
  }
}
