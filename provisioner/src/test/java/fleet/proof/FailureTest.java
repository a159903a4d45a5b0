package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Steps that fail on a machine that lets us in: one clear line, and what can go on does. */
@Tag("lab")
class FailureTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private LabMachine bad;
  private LabMachine good;
  private Operator operator;

  @BeforeEach
  void machines() {
    bad = Place.TROUBLE_13.machine();
    good = Place.SECOND_12.machine();
    operator = Operator.of(folder, Place.lab());
  }

  @AfterEach
  void asBefore() {
    for (LabMachine machine : List.of(bad, good)) {
      machine
          .exec(
              "umount /srv/full /srv/ro /var/lib/fleet; rm -rf ~dev/flag ~dev/made ~dev/last; :",
              LIMIT)
          .ok();
    }
  }

  private Ended apply(String steps, String... more) throws InterruptedException {
    String[] words = {"--json", "--on", bad.name() + "," + good.name(), playbook(steps)};
    return operator.fleet(
        "apply",
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(words), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  private String playbook(String steps) {
    return operator.playbook("failing", "playbook: failing\nsteps:\n" + steps);
  }

  /** The step failed on the bad machine alone, one line says why, and the last step was made. */
  private String why(Ended ended) {
    ended.exits(1);
    assertEquals(Map.of("it", "failed", "last", "changed"), ended.outcomes(bad.name()), ended::err);
    assertEquals(
        Map.of("it", "changed", "last", "changed"), ended.outcomes(good.name()), ended::err);
    List<String> lines = ended.err().lines().filter(l -> l.contains("[FAILED]")).toList();
    assertEquals(2, lines.size(), () -> "the step's line and the summary's: " + lines);
    assertTrue(ended.err().contains("1 of 2 machines came out well"), ended::err);
    return ended.machine(bad.name()).substring("failed ".length());
  }

  private static final String LAST = "  - file: {path: ~/last, content: \"x\\n\"}\n    id: last\n";

  @Test
  void aFullDiskLeavesWhatWasThere() throws Exception {
    for (LabMachine machine : List.of(bad, good)) {
      machine.exec("mkdir -p /srv/full", LIMIT).ok();
    }
    bad.exec("mount -t tmpfs -o size=64k tmpfs /srv/full && echo old >/srv/full/it", LIMIT).ok();
    Files.writeString(folder.resolve("big"), "x".repeat(200_000));
    String why =
        why(
            apply(
                "  - file: {path: /srv/full/it, source: big}\n    sudo: true\n    id: it\n"
                    + LAST));
    assertTrue(why.contains("No space left on device"), why);
    assertEquals("it\nold\n", bad.exec("cd /srv/full && ls -A && cat it", LIMIT).ok());
  }

  @Test
  void whereOriginalsCannotBeKeptNothingIsTouched() throws Exception {
    bad.exec(
            "mkdir -p /var/lib/fleet && mount -t tmpfs -o size=32k,mode=700 tmpfs /var/lib/fleet"
                + " && head -c 1000000 /dev/zero >/var/lib/fleet/zeros 2>/dev/null; echo old >/srv/kept",
            LIMIT)
        .ok();
    String why =
        why(
            apply(
                "  - file: {path: /srv/kept, content: \"new\\n\"}\n    sudo: true\n    id: it\n"
                    + LAST));
    assertEquals(
        "cannot take this machine's lock: /var/lib/fleet cannot be written: is its disk full?",
        why);
    assertEquals("old\n", bad.exec("cat /srv/kept", LIMIT).ok());
  }

  @Test
  void aReadOnlyMount() throws Exception {
    for (LabMachine machine : List.of(bad, good)) {
      machine.exec("mkdir -p /srv/ro", LIMIT).ok();
    }
    bad.exec("mount --bind /srv/ro /srv/ro && mount -o remount,ro,bind /srv/ro", LIMIT).ok();
    String why =
        why(
            apply(
                "  - file: {path: /srv/ro/it, content: \"x\\n\"}\n    sudo: true\n    id: it\n"
                    + LAST));
    assertTrue(why.contains("Read-only file system"), why);
  }

  @Test
  void whatIsImmutable() throws Exception {
    Map<String, String> mends = new TreeMap<>();
    mends.put("{file: {path: /srv/a/it, content: new}, as: root}", "chattr -i /srv/a/it");
    mends.put("{file: {path: /srv/a/it, mode: '0600'}, as: root}", "chattr -i /srv/a/it");
    mends.put("{line: {path: /srv/a/it, line: new}, as: root}", "chattr -i /srv/a/it");
    mends.put("{file: {path: /srv/b/it, content: new}, as: root}", "chattr -i /srv/b");
    mends.put("{link: {path: /srv/b/new/link, to: it}, as: root}", "chattr -i /srv/b");
    mends.put("{directory: {path: /srv/b/new/one}, as: root}", "chattr -i /srv/b");
    mends.put("{directory: {path: /srv/b, mode: '0700'}, as: root}", "chattr -i /srv/b");
    mends.put("{file: {path: ~/a/it, content: new}}", "sudo chattr -i /home/dev/a/it");
    mends.put("{block: {path: ~/a/it, name: b, content: new}}", "sudo chattr -i /home/dev/a/it");
    mends.put("{file: {path: ~/b/it, content: new}}", "sudo chattr -i /home/dev/b");
    List<String> folders = List.of("/srv/a", "/srv/b", "/home/dev/a", "/home/dev/b");
    for (LabMachine machine : List.of(bad, good)) {
      machine
          .exec(
              "for f in %s; do mkdir $f && echo old >$f/it; done; chown -R dev ~dev/a ~dev/b"
                  .formatted(String.join(" ", folders)),
              LIMIT)
          .ok();
    }
    List<String> fixed = List.of("srv/a/it", "srv/b", "home/dev/a/it", "home/dev/b");
    chattr("+i", fixed);
    try {
      List<String> steps = List.copyOf(mends.keySet());
      Ended ended = apply("  - " + String.join("\n  - ", steps) + "\n" + LAST).exits(1);
      JsonNode items = ended.json().at("/machines/items/0/steps/items");
      for (int i = 0; i < steps.size(); i++) {
        String mend = mends.get(steps.get(i));
        assertEquals(
            "its fix ended with 1: %s is immutable: %s"
                .formatted(mend.substring(mend.lastIndexOf(' ') + 1), mend),
            items.get(i).path("why").asString(),
            steps.get(i));
      }
      assertEquals("changed", ended.outcomes(bad.name()).get("last"));
      assertEquals("changed", ended.outcomes(good.name()).get("last"));
      String left =
          bad.exec("ls -A %s; cat /srv/?/it".formatted(String.join(" ", folders)), LIMIT).out();
      assertFalse(left.contains(".fleet") || left.contains("new"), left);
    } finally {
      chattr("-i", fixed);
      for (LabMachine machine : List.of(bad, good)) {
        machine.exec("rm -rf " + String.join(" ", folders), LIMIT).ok();
      }
    }
  }

  /** From outside: a minimal Debian has no chattr. */
  private void chattr(String how, List<String> fixed) throws Exception {
    List<String> words = new ArrayList<>(List.of("chattr", how));
    fixed.forEach(path -> words.add(bad.rootDirectory().resolve(path).toString()));
    assertEquals(0, new ProcessBuilder(words).inheritIO().start().waitFor());
  }

  @Test
  void aPackageThatIsNotThere() throws Exception {
    Ended ended =
        operator.fleet(
            "apply",
            "--json",
            "--on",
            bad.name(),
            playbook(
                "  - package: no-such-package\n    id: it\n  - package: bc\n    id: bc\n" + LAST));
    ended.exits(1);
    assertEquals(
        Map.of("it", "failed", "bc", "changed", "last", "changed"), ended.outcomes(bad.name()));
    assertTrue(ended.machine(bad.name()).contains("no package 'no-such-package' in apt's lists"));
  }

  @Test
  void aFloodingShellAndAFloodingFix() throws Exception {
    bad.exec("cp ~dev/.bashrc /root/bashrc; sed -i '1i seq 1 300000' ~dev/.bashrc", LIMIT).ok();
    try {
      String flood =
          "  - command: {run: \"yes flood | head -c 30000000; touch ~/made\", creates: ~/made}\n    id: it\n";
      Ended ended = operator.fleet("apply", "--json", "--on", bad.name(), playbook(flood + LAST));
      ended.exits(0);
      assertEquals(Map.of("it", "changed", "last", "changed"), ended.outcomes(bad.name()));
      assertTrue(ended.out().length() < 100_000);
    } finally {
      bad.exec("cat /root/bashrc >~dev/.bashrc", LIMIT).ok();
    }
  }

  @Test
  void twoRunsAtOnce() throws Exception {
    String slow =
        "  - command: {run: \"touch ~/flag; sleep 5; touch ~/made\", creates: ~/made}\n    id: it\n";
    Running first = operator.start("apply", "--on", bad.name(), playbook(slow));
    bad.exec("until [ -e ~dev/flag ]; do sleep 0.05; done", LIMIT).ok();
    Ended second = operator.fleet("apply", "--json", "--on", bad.name(), playbook(slow)).exits(1);
    String why = second.machine(bad.name());
    assertTrue(
        why.matches("failed another run has this machine: held by [^ ]+@[^ ]+/[0-9]+/run_.*"), why);
    first.end(LIMIT).exits(0);
    Ended third = operator.fleet("apply", "--json", "--on", bad.name(), playbook(slow)).exits(0);
    assertEquals("unchanged", third.machine(bad.name()));
  }

  @Test
  void anInterruptedRunIsFinishedByTheNext() throws Exception {
    String slow =
        LAST
            + "  - command: {run: \"touch ~/flag; sleep 4; touch ~/made\", creates: ~/made}\n    id: it\n";
    for (String signal : List.of("INT", "TERM")) {
      Running run = operator.start("apply", "--on", bad.name(), playbook(slow));
      bad.exec("until [ -e ~dev/flag ]; do sleep 0.05; done", LIMIT).ok();
      run.signal(signal);
      Ended ended = run.end(LIMIT).exits(signal.equals("INT") ? 130 : 143);
      assertTrue(ended.out().contains("[CHANGED]   file /home/dev/last"), ended::toString);
      assertEquals("", ended.err());
      Ended rerun = operator.fleet("apply", "--json", "--on", bad.name(), playbook(slow)).exits(0);
      assertEquals("unchanged", rerun.outcomes(bad.name()).get("last"));
      bad.exec("rm -f ~dev/flag ~dev/made ~dev/last", LIMIT).ok();
    }
  }

  @Test
  void aFailureStopsWhatItIsToldToStop() throws Exception {
    String gate =
        """
          - command: {run: "! test -e ~/flag && touch ~/made", creates: ~/made}
            id: it
            tags: [gate]
        """
            + LAST;
    bad.exec("su dev -c 'touch ~/flag'", LIMIT).ok();
    Ended max = apply(gate, "--max-fail", "0", "--parallel", "1").exits(1);
    assertTrue(max.machine(bad.name()).startsWith("failed"), max::out);
    assertEquals("skipped more than 0 % of the machines failed", max.machine(good.name()));
    Ended canary = apply(gate, "--canary", "1").exits(1);
    assertEquals("skipped a canary did not come out well", canary.machine(good.name()));
    assertFalse(good.exec("test -e ~dev/last", LIMIT).status() == 0);

    bad.exec("rm ~dev/flag", LIMIT).ok();
    Ended tagged =
        operator
            .fleet("apply", "--json", "--on", bad.name(), "--tags", "gate", playbook(gate))
            .exits(0);
    assertEquals(Map.of("it", "changed", "last", "skipped"), tagged.outcomes(bad.name()));

    bad.exec("rm ~dev/made; su dev -c 'touch ~/flag'", LIMIT).ok();
    apply(gate).exits(1);
    bad.exec("rm ~dev/flag", LIMIT).ok();
    Ended retried = operator.fleet("apply", "--json", "--retry-failed", playbook(gate)).exits(0);
    assertEquals(1, retried.json().at("/machines/total").asInt());
    assertEquals("changed", retried.outcomes(bad.name()).get("it"));
    Ended nothing = operator.fleet("apply", "--retry-failed", playbook(gate)).exits(2);
    assertTrue(
        nothing.err().startsWith("fleet: --retry-failed: nothing failed in run_"), nothing::err);
  }
}
