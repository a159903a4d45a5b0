package fleet.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {
  @ParameterizedTest
  @CsvSource({
    "PASS, FIXED, true",
    "FIXED, FIXED, true",
    "FIXED, FAIL, true",
    "PASS, WOULD_FIX, true",
    "PASS, MANUAL, true",
    "PASS, PASS, false",
    "FIXED, PASS, false",
    "FAIL, FIXED, false",
    "PASS, UNKNOWN, false",
    "PASS, ACCEPTED, false",
    "NOT_APPLICABLE, FIXED, false",
  })
  void onlyWhatWasTrueAndIsNotHasDrifted(Status was, Status is, boolean drifted) {
    Hardened last = Some.run("apply", "a 1", "b", Some.control("c", was));
    List<Drift> drift = Drift.since(Optional.of(last), List.of(Some.control("c", is)));
    assertEquals(drifted ? List.of(new Drift("c", "control c", is)) : List.of(), drift);
  }

  @Test
  void nothingDriftsInAFirstRunOrWhereTheControlIsNew() {
    List<Control> now = List.of(Some.control("c", Status.FIXED));
    assertEquals(List.of(), Drift.since(Optional.empty(), now));
    Hardened last = Some.run("apply", "a 1", "b", Some.control("d", Status.PASS));
    assertEquals(List.of(), Drift.since(Optional.of(last), now));
  }

  @ParameterizedTest
  @CsvSource({
    // A check that passes proves nothing before the machine was started again.
    "PENDING_REBOOT, one, PASS, PENDING_REBOOT",
    "PENDING_REBOOT, '', PASS, PENDING_REBOOT",
    "PENDING_REBOOT, two, PASS, PASS",
    "PENDING_REBOOT, two, PENDING_REBOOT, PENDING_REBOOT",
    "PENDING_REBOOT, two, FAIL, FAIL",
    "PASS, one, PASS, PASS",
  })
  void whatWaitsForARebootWaitsUntilOne(Status was, String boot, Status is, Status told) {
    Hardened last = Some.run("apply", "a 1", "one", Some.control("c", was));
    List<Control> now = Pending.settle(List.of(Some.control("c", is)), boot, Optional.of(last));
    assertEquals(List.of(told), now.stream().map(Control::status).toList());
    assertEquals(
        is,
        Pending.settle(List.of(Some.control("c", is)), boot, Optional.empty()).getFirst().status());
  }
}
