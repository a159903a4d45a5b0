package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One case under one shell, from the first look to the undo. */
final class CaseRun {
  private final KindCase it;
  private final CaseWorld world;

  CaseRun(KindCase it, CaseWorld world) {
    this.it = it;
    this.world = world;
  }

  void run() throws IOException {
    Snapshot given = Snapshot.of(world.root(), false);
    Snapshot untouched = Snapshot.of(world.root(), true);
    Step step = it.compile();
    assertTrue(step.skip().isEmpty(), () -> "the step is skipped: " + step.skip());
    String before = look(step);
    assertEquals(untouched.toString(), exact(), "the first look must change nothing");
    expectBefore(step, before);
    String fix = it.says().text("fix", "changed");
    if (!fix.equals("none")) {
      fix(step, before, fix);
    }
    assertions("result");
    again(step, fix.equals("none") ? before : state("after"));
    undo(given);
  }

  /** The state that a shell of its own sees, and the diff that it shows. */
  private String look(Step step) throws IOException {
    Contract contract = step.contract();
    ran(
        world.opening()
            + contract.library()
            + looking("look", step)
            + world.apart("show", contract.show().map(Call::sh).orElse(":")));
    return state("look");
  }

  private String looking(String name, Step step) {
    return "\n"
        + world.trusted("gather", Script.gather(List.of(step)))
        + world.trusted(name, Script.check(step));
  }

  private String state(String name) throws IOException {
    assertEquals("", world.printed("gather"), "a gather prints nothing");
    assertEquals("", world.printed("gather.err"), "a gather does not complain");
    assertEquals("", world.printed(name + ".err"), "a check does not complain");
    String said = world.printed(name);
    assertTrue(said.endsWith("\n") && said.indexOf('\n') == said.length() - 1, "one line: " + said);
    return said.strip();
  }

  private void expectBefore(Step step, String before) throws IOException {
    String wanted = step.contract().wanted();
    String expected = it.says().text("before", "");
    if (expected.equals("wanted")) {
      assertEquals(wanted, before, "it is as wanted before");
    } else if (expected.isEmpty()) {
      assertNotEquals(wanted, before, "it is not as wanted before");
    } else if (!expected.equals(before)) {
      assertMatches("\\A(?:" + expected + ")\\z", before, "the state before");
    }
    Optional<String> show = it.says().optionalText("show");
    if (show.isPresent()) {
      assertMatches(show.get(), world.printed("show"), "the diff");
    }
  }

  private void fix(Step step, String before, String outcome) throws IOException {
    String key = new Call("ledger_find", List.of(step.key())).sh();
    String wanted = step.contract().wanted();
    if (step.contract().payload().isPresent()) {
      Payload payload = step.contract().payload().get();
      Files.copy(payload.file(), Path.of(payload.to()));
    }
    ran(
        world.opening()
            + step.contract().library()
            + looking("look", step)
            + Script.changes()
            + world.trusted("lock", "lock_take me@here/1/run_1 boot 600")
            + world.trusted("begin", Script.begin(step, before))
            + world.apart(
                "fix",
                "[ -n \"$fleet_entry\" ] || exit 1\n"
                    + step.contract().fix().orElseThrow().call().sh())
            + world.trusted("end", key + " && ledger_end")
            + looking("after", step)
            + world.trusted("drop", "lock_drop"));
    boolean kept = status("begin").equals("0");
    for (String part : kept ? List.of("lock", "end", "drop") : List.of("lock", "drop")) {
      assertEquals(
          "0", status(part), part + ": " + world.printed(part) + world.printed(part + ".err"));
    }
    String said = world.printed(kept ? "fix" : "begin");
    String last = said.lines().map(String::strip).filter(l -> !l.isEmpty()).reduce("", (_, b) -> b);
    if (outcome.equals("changed")) {
      assertEquals(wanted, state("after"), "the state after the fix, which said: " + said);
      assertEquals("0", status("fix"), "the fix's status; it said: " + said);
    } else {
      assertNotEquals(wanted, state("after"), "it is not as wanted after a fix that failed");
      assertEquals(outcome.equals("blocked"), last.startsWith("!blocked "), "blocked: " + said);
      assertNotEquals("", it.says().text("why", ""), "a case of a failing fix says why");
      assertMatches(it.says().text("why"), last, "the fix's last line");
    }
  }

  /** Nothing that looks may change anything, and no state may come from an earlier look. */
  private void again(Step step, String last) throws IOException {
    String seen = exact();
    assertEquals(last, look(step), "another look sees the same");
    assertEquals(seen, exact(), "a look must change nothing");
  }

  private void undo(Snapshot given) throws IOException {
    if (!it.says().has("undone")) {
      return;
    }
    assertions("meanwhile");
    ran(
        world.opening()
            + Script.changes()
            + world.apart(
                "undo",
                "for each in \"$fleet_state\"/ledger/1*; do ledger_undo \"$each\" || exit; done"));
    String said = world.printed("undo");
    Optional<String> left = it.says().optionalText("left");
    if (left.isPresent()) {
      assertNotEquals("0", status("undo"), "the undo's status; it said: " + said);
      assertMatches(left.get(), said, "what the undo left");
    } else {
      assertEquals("0", status("undo"), "the undo's status; it said: " + said);
    }
    if (it.says().text("undone").equals("same")) {
      assertEquals(
          given.toString(), Snapshot.of(world.root(), false).toString(), "the undo restores all");
    } else {
      assertions("undone");
    }
  }

  private String exact() throws IOException {
    return Snapshot.of(world.root(), true).toString();
  }

  private String status(String part) throws IOException {
    return world.printed(part + ".status").strip();
  }

  private void assertions(String key) throws IOException {
    Optional<String> text = it.says().optionalText(key);
    if (text.isPresent()) {
      Processes.Ended ended = world.sh("set -x\n" + text.get(), false);
      assertEquals(0, ended.status(), key + ": " + ended.out());
    }
  }

  private void ran(String script) throws IOException {
    Processes.Ended ended = world.shell(script + "\nexit 0\n");
    assertEquals("", ended.out(), "nothing is printed outside of a part");
    assertEquals(0, ended.status(), "the shell's status");
  }

  private static void assertMatches(String regex, String text, String what) {
    assertTrue(
        Pattern.compile(regex, Pattern.DOTALL | Pattern.MULTILINE).matcher(text).find(),
        () -> "%s: wanted /%s/, not: %s".formatted(what, regex, text));
  }
}
