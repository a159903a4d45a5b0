package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brief fragments answer together, and as if each had been asked by itself. */
@Timeout(60)
class BriefFragmentsTest {
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(10), Duration.ofMillis(500), 100_000, 10_000);

  private static Connection open(String sh) throws UnreachableException {
    return new LocalConnector(LIMITS, new Secrets(Prompt.NOBODY), sh)
        .open(
            LocalSshd.machine("here", "root", 22, Optional.empty(), Optional.empty()),
            "echo hello");
  }

  private static Fragment brief(String id, String script) {
    return new Fragment(id, script, Duration.ofSeconds(1), true, true);
  }

  private static Fragment other(String id, String script) {
    return new Fragment(id, script, Duration.ofSeconds(20), true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/bash --posix", "/bin/busybox sh"})
  void eachHasItsOwnOutputErrorsAndStatus(String sh) throws Exception {
    try (Connection here = open(sh)) {
      List<Answer> answers =
          here.shell(Account.USER)
              .run(
                  List.of(
                      other("before", "table=found"),
                      brief("wait", ":"),
                      brief("one", "echo \"$table\""),
                      brief("two", "printf 'open end'; echo 'a word' >&2; return 3"),
                      brief("three", ":"),
                      brief("four", "echo; echo \"it's x\"; cat"),
                      other("after", "echo done")));
      assertEquals(new Untimed("one", 0, "found\n", "", false), Untimed.of(answers.get(2)));
      assertEquals(
          new Untimed("two", 3, "open end", "a word\n", false), Untimed.of(answers.get(3)));
      assertEquals(new Untimed("three", 0, "", "", false), Untimed.of(answers.get(4)));
      assertEquals(new Untimed("four", 0, "\nit's x\n", "", false), Untimed.of(answers.get(5)));
      assertEquals(new Untimed("after", 0, "done\n", "", false), Untimed.of(answers.get(6)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/dash", "/bin/bash", "/bin/busybox sh"})
  void oneThatHangsIsNamedAndTheOthersAnswer(String sh) throws Exception {
    try (Connection here = open(sh)) {
      List<Answer> answers =
          here.shell(Account.USER)
              .run(
                  List.of(
                      brief("wait", ":"),
                      brief("one", "echo 1"),
                      brief("hangs", "sleep 30"),
                      brief("three", "echo 3")));
      assertEquals(new Untimed("one", 0, "1\n", "", false), Untimed.of(answers.get(1)));
      assertTrue(answers.get(2).timedOut());
      assertEquals(new Untimed("three", 0, "3\n", "", false), Untimed.of(answers.get(3)));
    }
  }
}
