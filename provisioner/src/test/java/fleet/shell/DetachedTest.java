package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Actions that go on without us. */
@Timeout(60)
class DetachedTest {
  private static final String DASH = "/bin/dash";
  private static final String BASH = "/bin/bash";
  private static final String BUSYBOX = "/bin/busybox sh";

  @TempDir Path home;

  private Connection open(String sh) throws UnreachableException {
    return new LocalConnector(Ways.LIMITS, new Secrets(Prompt.NOBODY), sh)
        .open(LocalSshd.machine("m", "root", 22, Optional.empty(), Optional.empty()), ":");
  }

  private Fragment action(String body, Duration limit) {
    String id = Detached.id(body);
    return new Fragment(
        "act", Detached.script(Quote.sh(home + "/a b/actions"), id, body), limit, false);
  }

  private Path directory(String body) {
    return home.resolve("a b/actions").resolve(Detached.id(body));
  }

  private static void await(Path file) throws InterruptedException {
    for (int i = 0; i < 200 && !Files.exists(file); i++) {
      Thread.sleep(20);
    }
    assertTrue(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void whatItMakesIsAsReadableAsIfItWereNotDetached(String sh) throws Exception {
    try (Connection here = open(sh)) {
      List<Answer> answers =
          here.shell(Account.USER)
              .run(
                  List.of(
                      new Fragment("mask", "umask", Duration.ofSeconds(20), true),
                      action("umask", Duration.ofSeconds(20))));
      assertEquals(answers.getFirst().out(), answers.getLast().out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void printsAsItGoesAndEndsAsItEnds(String sh) throws Exception {
    String body = "echo one; sleep 0.7; echo it\\'s two >&2; cat; exit 7";
    List<Long> heard = new ArrayList<>();
    try (Connection here = open(sh)) {
      Answer answer =
          here.shell(Account.USER)
              .run(
                  List.of(action(body, Duration.ofSeconds(20))),
                  (_, _) -> heard.add(System.nanoTime()))
              .getFirst();
      assertEquals(new Untimed("act", 7, "one\nit's two\n", "", false), Untimed.of(answer));
      assertTrue(heard.get(1) - heard.get(0) > 300_000_000L);
      assertFalse(Files.exists(directory(body)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void survivesTheConnectionAndIsFoundAgain(String sh) throws Exception {
    String body = "echo started >>" + home + "/starts; echo one; sleep 2; echo two; exit 3";
    try (Connection here = open(sh)) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try {
                  here.shell(Account.USER).run(List.of(action(body, Duration.ofSeconds(20))));
                } catch (UnreachableException | BlockedException e) {
                  // The connection is closed below, on purpose.
                }
              });
      await(directory(body).resolve("pid"));
    }
    try (Connection here = open(sh)) {
      Answer answer =
          here.shell(Account.USER).run(List.of(action(body, Duration.ofSeconds(20)))).getFirst();
      assertEquals(new Untimed("act", 3, "one\ntwo\n", "", false), Untimed.of(answer));
    }
    assertEquals("started\n", Files.readString(home.resolve("starts")));
  }

  @ParameterizedTest
  @ValueSource(strings = {DASH, BASH, BUSYBOX})
  void goesOnWhenItsFollowerIsKilledAtItsLimit(String sh) throws Exception {
    String body = "sleep 1.5; echo done";
    try (Connection here = open(sh)) {
      Shell shell = here.shell(Account.USER);
      assertTrue(shell.run(List.of(action(body, Duration.ofMillis(500)))).getFirst().timedOut());
      assertEquals(
          "done\n", shell.run(List.of(action(body, Duration.ofSeconds(9)))).getFirst().out());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"killed", "rebooted"})
  void saysThatOneWasLostAndStartsAfresh(String how) throws Exception {
    String body = "[ -f " + home + "/go ] && exit 0; echo first; sleep 30";
    try (Connection here = open(DASH)) {
      Shell shell = here.shell(Account.USER);
      shell.run(List.of(action(body, Duration.ofMillis(500))));
      long pid = Long.parseLong(Files.readString(directory(body).resolve("pid")).strip());
      if (how.equals("killed")) {
        kill(pid);
      } else {
        Files.writeString(directory(body).resolve("boot"), "another\n");
      }
      Answer lost = shell.run(List.of(action(body, Duration.ofSeconds(9)))).getFirst();
      assertEquals(255, lost.status());
      assertEquals("first\n", lost.out());
      assertTrue(lost.err().contains("without a status"), lost.err());
      kill(pid);
      Files.writeString(home.resolve("go"), "");
      Answer fresh = shell.run(List.of(action(body, Duration.ofSeconds(9)))).getFirst();
      assertEquals(new Untimed("act", 0, "", "", false), Untimed.of(fresh));
    }
  }

  private static void kill(long pid) throws IOException {
    ProcessHandle.of(pid)
        .ifPresent(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
  }
}
