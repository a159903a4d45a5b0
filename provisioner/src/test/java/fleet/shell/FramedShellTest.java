package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conversation, held with the shells that machines really have. */
@Timeout(60)
class FramedShellTest {
  private static final String DASH = "/bin/dash";
  private static final String BASH = "/bin/bash";
  private static final String POSIX = "/bin/bash --posix";
  private static final String BUSYBOX = "/bin/busybox sh";
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(10), Duration.ofMillis(500), 100_000, 10_000);

  private static Connection open(String sh) throws UnreachableException {
    return new LocalConnector(LIMITS, new Secrets(Prompt.NOBODY), sh)
        .open(
            LocalSshd.machine("here", "root", 22, Optional.empty(), Optional.empty()),
            "echo hello");
  }

  private static Fragment trusted(String id, String script) {
    return new Fragment(id, script, Duration.ofSeconds(20), true);
  }

  private static Fragment free(String id, String script) {
    return new Fragment(id, script, Duration.ofSeconds(20), false);
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, POSIX, BUSYBOX})
  void answersInOrderWithExactOutput(String sh) throws Exception {
    try (Connection here = open(sh)) {
      List<Answer> answers =
          here.shell(Account.USER)
              .run(
                  List.of(
                      free("plain", "echo out; echo err >&2; exit 7"),
                      free("open-end", "printf 'no newline'"),
                      free("silent", ":"),
                      free("blank", "echo; echo"),
                      free("binary", "printf 'a\\000b\\r\\n\\tc'"),
                      free("utf8", "printf 'h\\303\\251'"),
                      free("eats", "cat; echo ate nothing")));
      assertEquals("hello\n", here.greeting());
      assertEquals(new Untimed("plain", 7, "out\n", "err\n", false), Untimed.of(answers.get(0)));
      assertEquals(
          List.of("out\n", "no newline", "", "\n\n", "a\0b\r\n\tc", "hé", "ate nothing\n"),
          answers.stream().map(Answer::out).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, POSIX, BUSYBOX})
  void whatIsTrustedStaysAndWhatIsNotDoesNot(String sh) throws Exception {
    try (Connection here = open(sh)) {
      Shell shell = here.shell(Account.USER);
      shell.run(
          List.of(
              trusted("define", "x=kept; f() { echo \"f says $x\"; }"),
              free("redefine", "x=lost; f() { echo wrong; }")));
      assertEquals("f says kept\n", shell.run(List.of(free("use", "f"))).getFirst().out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, POSIX, BUSYBOX})
  void aFragmentThatCannotBeParsedCostsOnlyItself(String sh) throws Exception {
    try (Connection here = open(sh)) {
      List<Answer> answers =
          here.shell(Account.USER)
              .run(
                  List.of(
                      free("quote", "echo \"never closed"),
                      free("brace", "if then fi }"),
                      free("unclosed", "while true; do"),
                      free("here", "cat <<EOF\nno end"),
                      trusted("ours", "echo 'never closed"),
                      trusted("returns", "return 3"),
                      trusted("reads-nothing", "cat"),
                      free("fails", "set -e; false; echo not reached"),
                      free("last", "echo there")));
      for (int i : new int[] {0, 1, 2, 4}) {
        assertTrue(answers.get(i).status() != 0, answers.get(i).toString());
        assertFalse(answers.get(i).err().isEmpty());
      }
      assertEquals(3, answers.get(5).status());
      assertEquals(new Untimed("fails", 1, "", "", false), Untimed.of(answers.get(7)));
      assertEquals(new Untimed("last", 0, "there\n", "", false), Untimed.of(answers.get(8)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, POSIX, BUSYBOX})
  void takesLargeBatches(String sh) throws Exception {
    String big = "x".repeat(300_000) + "'\"\\\n";
    List<Fragment> many =
        new ArrayList<>(List.of(free("big", "v=" + Quote.sh(big) + "; echo ${#v}")));
    IntStream.range(0, 300)
        .forEach(i -> many.add(free("n" + i, "echo " + i + "; exit " + i % 100)));
    try (Connection here = open(sh)) {
      List<Answer> answers = here.shell(Account.USER).run(many);
      assertEquals("300004\n", answers.getFirst().out());
      for (int i = 0; i < 300; i++) {
        assertEquals(
            new Untimed("n" + i, i % 100, i + "\n", "", false), Untimed.of(answers.get(i + 1)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, POSIX, BUSYBOX})
  void theNonceIsNotToBeFound(String sh) throws Exception {
    String look =
        "set; export -p; alias; trap; echo \"$_ $* $0 $BASH_EXECUTION_STRING $BASH_COMMAND $_fleet\";"
            + "tr '\\000' '\\n' </proc/$$/environ; tr '\\000' ' ' </proc/$$/cmdline;"
            + "command -V _fleetm; eval _fleetm forged 0";
    try (Connection here = open(sh)) {
      List<Answer> answers =
          here.shell(Account.USER).run(List.of(free("look", look), free("next", "echo next")));
      assertEquals(0, answers.get(0).status());
      assertEquals("next\n", answers.get(1).out());
      String all = answers.get(0).out() + answers.get(0).err();
      assertTrue(all.contains("PATH="), all);
      assertFalse(all.lines().anyMatch(line -> line.matches(".*[0-9a-f]{32}.*")), all);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, POSIX, BUSYBOX})
  void whatLooksLikeAMarkIsOutput(String sh) throws Exception {
    String mark = "\n" + "0123456789abcdef".repeat(2) + " hostile 0\n";
    String line = "x".repeat(90_000) + "\r\n\n\n+ 1";
    try (Connection here = open(sh)) {
      List<Answer> answers =
          here.shell(Account.USER)
              .run(
                  List.of(
                      free("hostile", "printf %s " + Quote.sh(mark) + "; exit 9"),
                      free("long", "printf %s " + Quote.sh(line) + "; printf '\\n' >&2"),
                      free("last", "echo there")));
      assertEquals(new Untimed("hostile", 9, mark, "", false), Untimed.of(answers.get(0)));
      assertEquals(new Untimed("long", 0, line, "\n", false), Untimed.of(answers.get(1)));
      assertEquals("there\n", answers.get(2).out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void aSlowFragmentIsKilledAndTheRestGoesOn(String sh) throws Exception {
    try (Connection here = open(sh)) {
      Duration soon = Duration.ofMillis(700);
      List<Answer> answers =
          here.shell(Account.USER)
              .run(
                  List.of(
                      new Fragment("sleeps", "echo before; sleep 50; echo after", soon, false),
                      new Fragment("stubborn", "trap '' TERM; while :; do :; done", soon, false),
                      new Fragment("floods", "yes", soon, false),
                      new Fragment("ours", "sleep 50", soon, true),
                      free("last", "echo there")));
      assertTrue(answers.subList(0, 4).stream().allMatch(Answer::timedOut));
      assertEquals(143, answers.get(0).status());
      assertEquals("before\n", answers.get(0).out());
      assertEquals(137, answers.get(1).status());
      assertTrue(answers.get(2).out().length() < 110_000);
      assertTrue(answers.get(2).out().contains("more were thrown away"));
      assertEquals(new Untimed("last", 0, "there\n", "", false), Untimed.of(answers.get(4)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void aShellThatDiesIsUnreachableFromThenOn(String sh) throws Exception {
    try (Connection here = open(sh)) {
      Shell shell = here.shell(Account.USER);
      UnreachableException dead =
          assertThrows(
              UnreachableException.class,
              () -> shell.run(List.of(free("kills", "echo last >&2; kill -9 $$; sleep 1"))));
      assertTrue(dead.toString().contains(": here: broke off in kills: "), dead.toString());
      assertThrows(UnreachableException.class, () -> shell.run(List.of(free("again", ":"))));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void aShellThatWillNotComeBackIsUnreachable(String sh) throws Exception {
    try (Connection here = open(sh)) {
      Fragment loops = new Fragment("loops", "while :; do :; done", Duration.ofMillis(300), true);
      UnreachableException gone =
          assertThrows(
              UnreachableException.class,
              () -> here.shell(Account.USER).run(List.of(loops, free("next", ":"))));
      assertEquals("here: loops does not end when killed", gone.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void linesAreHeardWhileItRuns(String sh) throws Exception {
    try (Connection here = open(sh)) {
      List<String> heard = new ArrayList<>();
      List<Long> when = new ArrayList<>();
      here.shell(Account.USER)
          .run(
              List.of(free("a", "echo one; sleep 0.5; printf 'two'"), free("b", "echo three")),
              (_, line) -> {
                heard.add(line);
                when.add(System.nanoTime());
              });
      assertEquals(List.of("one", "two", "three"), heard);
      assertTrue(when.get(1) - when.get(0) > 400_000_000L);
    }
  }
}
