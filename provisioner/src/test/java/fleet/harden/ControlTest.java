package fleet.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.converge.Outcome;
import fleet.converge.StepResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ControlTest {
  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(new Outcome.Unchanged(""), Status.PASS, ""),
        Arguments.of(new Outcome.Changed("confirmed by 2 fresh logins"), Status.FIXED, null),
        Arguments.of(new Outcome.WouldChange("off"), Status.WOULD_FIX, "off"),
        Arguments.of(new Outcome.Skipped("no cups"), Status.NOT_APPLICABLE, "no cups"),
        Arguments.of(new Outcome.Skipped("accepted: we need it"), Status.ACCEPTED, "we need it"),
        Arguments.of(
            new Outcome.Skipped("not done: the connection was lost"), Status.UNKNOWN, null),
        Arguments.of(new Outcome.Blocked("mdm forbids it"), Status.BLOCKED, "mdm forbids it"),
        Arguments.of(new Outcome.Blocked("by hand: Settings"), Status.MANUAL, "Settings"),
        Arguments.of(new Outcome.Blocked("pending reboot: x"), Status.PENDING_REBOOT, "x"),
        Arguments.of(new Outcome.Failed("its fix ended with 1"), Status.FAIL, null),
        Arguments.of(new Outcome.Failed("unknown: two lines"), Status.UNKNOWN, "two lines"),
        Arguments.of(new Outcome.Unreachable("gone"), Status.UNKNOWN, "gone"));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void aStatusSaysWhatTheOutcomeMeans(Outcome outcome, Status status, String why) {
    Control control = Control.of(new StepResult("c", "a control", outcome, Optional.empty()));
    assertEquals(status, control.status());
    assertEquals(why == null ? outcome.why() : why, control.why());
    assertFalse(control.proven());
  }

  @Test
  void everyControlIsInExactlyOneNumber() {
    for (Status status : Status.values()) {
      Numbers n = Numbers.of(List.of(Some.control("a", status)));
      assertEquals(
          n.total(),
          n.proven()
              + n.config()
              + n.blocked()
              + n.failed()
              + n.unknown()
              + n.accepted()
              + n.absent(),
          status.word());
    }
    Numbers all =
        Numbers.of(Arrays.stream(Status.values()).map(s -> Some.control("a", s).seen()).toList());
    assertEquals(new Numbers(2, 0, 3, 2, 1, 1, 1, 10), all);
  }

  @Test
  void blockedIsNeverTaken() {
    for (Status status : Status.values()) {
      assertFalse(status.isTrue() && (status.isBlocked() || status.isRed()), status.word());
    }
    assertTrue(Status.FIXED.isTrue());
  }

  @Test
  void whatIsForAnotherSystemIsNoControlOfThisMachine() {
    assertTrue(Control.isOfAnotherSystem(skipped("only where os is macos")));
    assertFalse(Control.isOfAnotherSystem(skipped("only where version is 14")));
    assertFalse(Control.isOfAnotherSystem(skipped("no cups")));
  }

  private static StepResult skipped(String why) {
    return new StepResult("c", "a control", new Outcome.Skipped(why), Optional.empty());
  }
}
