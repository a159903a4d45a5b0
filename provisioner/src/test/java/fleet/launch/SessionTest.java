package fleet.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session is, by what its machine can see of it. */
class SessionTest {
  private static final long NOW = 1_763_700_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // stage | event | pid | kept | same boot | beat's age | confirmed | state
        "todo  | REQUESTED   | - | no  | yes | 0    | no  | requested: no supervisor has taken it",
        "doing | SPAWNED     | - | yes | yes | 0    | no  | starting",
        "doing | READY       | 7 | yes | yes | 0    | no  | starting",
        "doing | CONFIRMED   | 7 | yes | yes | 5    | yes | running",
        "doing | UNCONFIRMED | 7 | yes | yes | 5    | no  | unconfirmed: w",
        "doing | CONFIRMED   | 7 | yes | yes | 2640 | yes | running",
        "doing | CONFIRMED   | 7 | yes | yes | 2760 | yes | running: stale: no beat for 45 minutes",
        "doing | CONFIRMED   | 7 | no  | yes | 9999 | yes | running: its supervisor was killed, and the agent works on without one",
        "doing | CONFIRMED   | - | yes | yes | 5    | yes | ending",
        "doing | CONFIRMED   | - | no  | yes | 5    | yes | failed: its supervisor was killed",
        "doing | CONFIRMED   | - | no  | no  | 5    | yes | failed: the machine was restarted",
        "done  | ENDED       | - | no  | no  | 5    | yes | ended: w",
        "done  | FAILED      | - | no  | yes | 5    | yes | failed: w",
        "done  | LOST        | - | no  | yes | 5    | yes | failed: w",
        "done  | STOPPED     | - | no  | yes | 5    | yes | stopped: w",
        "done  | REFUSED     | - | no  | yes | 5    | no  | refused: w",
        "done  |             | - | no  | yes | 5    | no  | failed: how it ended was never written",
      })
  void itsStateIsWhatCanBeSeen(
      String stage,
      String event,
      String pid,
      String kept,
      String boot,
      long age,
      String confirmed,
      String wanted) {
    String row =
        String.join(
            "\t",
            List.of(
                "row",
                "sess_1",
                stage,
                event == null ? "" : event,
                "w",
                "" + NOW,
                pid,
                kept,
                boot,
                "" + NOW,
                "" + (NOW - age),
                "",
                "alpha",
                "claude",
                "",
                "b",
                "/t",
                "me@here",
                "",
                "",
                "/log",
                confirmed));
    Session session = Session.all("m1", "an rc file's word\nnow\t" + NOW + "\n" + row).getFirst();
    Session.State state = session.state();
    assertEquals(wanted, state.word() + (state.why().isEmpty() ? "" : ": " + state.why()));
  }
}
