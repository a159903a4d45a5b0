package fleet.converge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.shell.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The decisions of a run that need no machine. */
class PureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "installed | 0 | installed | Converged[said=installed]",
        "` installed ` | 0 | installed | Converged[said=installed]",
        "installed | 1 | installed | Converged[said=installed]",
        "absent | 0 | installed | Drifted[said=absent]",
        "`` | 0 | installed | Drifted[said=]",
        "`` | 0 | `` | Converged[said=]",
        "`` | 1 | `` | Unknown[why=its check ended with 1: oops]",
        "`` | 2 | installed | Unknown[why=its check ended with 2: oops]",
        "!denied | 0 | installed | Denied[]",
        "!blocked no sudo | 0 | installed | Blocked[why=no sudo]",
        "!manual log in | 0 | installed | Blocked[why=by hand: log in]",
        "!pending-reboot kernel | 0 | x | Blocked[why=pending reboot: kernel]",
        "!na no such file | 0 | x | NotApplicable[why=no such file]",
        "!unknown because | 0 | x | Unknown[why=because]",
        "!strange | 0 | x | Unknown[why=!strange]",
        "!blocked x | 0 | !blocked x | Blocked[why=x]",
      })
  void stateOfACheck(String out, int status, String wanted, String state) {
    Answer answer = new Answer("look", status, out + "\n", "oops\n", false, Duration.ZERO);
    assertEquals(state, String.valueOf(State.read(answer, wanted)));
  }

  @Test
  void stateOfACheckThatIsNoLine() {
    assertEquals(
        new State.Unknown("its check printed more than one line: a"),
        State.read(new Answer("look", 0, "a\nb\n", "", false, Duration.ZERO), "a"));
    assertEquals(
        new State.Unknown("its check did not end in time"),
        State.read(new Answer("look", 137, "a\n", "", true, Duration.ZERO), "a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2-and-more",
        "it's $HOME `id` \\ \"quoted\"",
        "line one of it\nline two of it\n",
        "tab\there and a bell\u0007!",
        "ünïcödé ☃ \uD83D\uDE00 secret",
        "a/b+c==&d",
      })
  void aSecretIsNowhere(String secret) {
    Redactor redactor = new Redactor(List.of(secret));
    List<String> forms =
        List.of(
            secret,
            "x=" + secret + ";",
            secret.replace("'", "'\\''"),
            secret.replace("'", "'\"'\"'"),
            secret.replaceAll("([^A-Za-z0-9])", "\\\\$1"),
            JsonMapper.shared().writeValueAsString(secret),
            base64(secret),
            base64("x" + secret),
            base64("xy" + secret),
            base64("xyz" + secret + "more"),
            Base64.getUrlEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)),
            "first\n" + secret.strip() + "\nlast");
    for (String form : forms) {
      String clean = redactor.redact(form);
      for (String part : secret.split("[\n\t\u0007'\"\\\\ ]", -1)) {
        assertFalse(part.length() >= 6 && clean.contains(part), form + " became " + clean);
      }
      assertTrue(clean.contains("***"), form + " became " + clean);
    }
  }

  @Test
  void aPieceOfALongSecretIsASecret() {
    String secret = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".repeat(3);
    Redactor redactor = new Redactor(List.of(secret));
    assertEquals("cut: ***", redactor.redact("cut: " + secret.substring(0, 90)));
    String wrapped =
        Base64.getMimeEncoder(76, new byte[] {'\n'})
            .encodeToString(("k=" + secret).getBytes(StandardCharsets.US_ASCII));
    for (String line : wrapped.lines().toList()) {
      assertTrue(redactor.redact(line).length() < 12, redactor.redact(line));
    }
  }

  @Test
  void whatIsNoSecretStays() {
    Redactor redactor = new Redactor(List.of("abc", "correct horse battery"));
    assertEquals("abc horse correct", redactor.redact("abc horse correct"));
    assertEquals("same", new Redactor(List.of()).redact("same"));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 1, true",
    "10, 10, 1, false",
    "10, 10, 2, true",
    "3, 50, 1, false",
    "1, 100, 1, false"
  })
  void aRunStopsAtTooManyFailures(int machines, int maxFail, int failures, boolean stopped) {
    Tally tally = new Tally(machines, maxFail);
    tally.count(MachineResult.without("ok", new Outcome.Blocked("x")));
    for (int i = 0; i < failures; i++) {
      tally.count(MachineResult.without("m" + i, new Outcome.Failed("x")));
    }
    assertEquals(stopped, tally.stopped().isPresent());
  }

  @Test
  void theFirstReasonToStopIsTold() {
    Tally tally = new Tally(1, 100);
    tally.stop("one");
    tally.stop("two");
    assertEquals(Optional.of("one"), tally.stopped());
  }

  @Test
  void aMachineIsAsBadAsItsWorstStep() {
    List<Outcome> order =
        List.of(
            new Outcome.Skipped(""),
            new Outcome.Unchanged(""),
            new Outcome.WouldChange(""),
            new Outcome.Changed(""),
            new Outcome.Blocked(""),
            new Outcome.Failed(""),
            new Outcome.Unreachable(""));
    for (int i = 1; i < order.size(); i++) {
      MachineResult result =
          MachineResult.of("m", List.of(step(order.get(i)), step(order.get(i - 1))));
      assertEquals(order.get(i), result.outcome());
    }
    assertEquals(new Outcome.Unchanged("no steps"), MachineResult.of("m", List.of()).outcome());
  }

  private static StepResult step(Outcome outcome) {
    return new StepResult("s", "step", outcome, Optional.empty());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
