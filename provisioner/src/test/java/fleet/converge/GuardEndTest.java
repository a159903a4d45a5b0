package fleet.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuardEndTest {
  private static final Outcome CHANGED = new Outcome.Changed("");
  private static final Outcome FAILED = new Outcome.Failed("its fix ended with 1");

  @Test
  void whatStaysSaysHowItWasConfirmed() {
    GuardEnd end = new GuardEnd.Confirmed(1, List.of());
    assertEquals(new Outcome.Changed("confirmed by 1 fresh login"), end.of(CHANGED, false));
    assertEquals(new Outcome.Unchanged(""), end.of(new Outcome.Unchanged(""), false));
    assertEquals(
        "confirmed by 2 fresh logins; did not work before either: dev by lan",
        new GuardEnd.Confirmed(2, List.of("dev by lan")).of(CHANGED, false).why());
  }

  @Test
  void whatWasTakenBackFailedAndSaysWhetherThatWasSeen() {
    GuardEnd end = new GuardEnd.Undone("login as dev by lan: refused", List.of());
    assertEquals(
        new Outcome.Failed("undone: login as dev by lan: refused; the undo was seen to work"),
        end.of(CHANGED, false));
    assertEquals(
        new Outcome.Failed("its fix ended with 1; undone; the undo was seen to work"),
        end.of(FAILED, true));
    assertEquals(FAILED, end.of(FAILED, false));
    assertEquals(
        "undone: x; the undo was NOT seen to work: /etc/a is not as it was; no way in",
        new GuardEnd.Undone("x", List.of("/etc/a is not as it was", "no way in"))
            .of(CHANGED, false)
            .why());
  }
}
