package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Agents on two real machines: how they start, how they end, and what is never left behind. */
@Tag("lab")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaunchTest {
  private static final int SLOTS = 30;

  private Path folder;
  private LaunchLab lab;
  private LabMachine one;
  private LabMachine two;
  private Operator operator;

  @BeforeAll
  void up(@TempDir Path shared) {
    folder = shared;
    lab = LaunchLab.shared();
    one = lab.machine("m1");
    two = lab.machine("m2");
    for (LabMachine machine : lab.machines()) {
      for (String name : List.of("alpha", "beta", "gamma")) {
        LaunchLab.project(machine, name);
      }
    }
    operator = lab.operator(folder.resolve("op"), SLOTS, "", "alpha", "beta", "gamma");
  }

  private Running start(LabMachine machine, String project, String prompt, String... more) {
    List<String> words =
        new ArrayList<>(List.of(project, "--json", "--on", machine.name(), "--prompt", prompt));
    words.addAll(List.of(more));
    return operator.start("launch", words.toArray(String[]::new));
  }

  private JsonNode launch(LabMachine machine, String project, String prompt, String... more)
      throws InterruptedException {
    return start(machine, project, prompt, more).end(Operator.LIMIT).json();
  }

  private JsonNode running(LabMachine machine, String project, String prompt, String... more)
      throws InterruptedException {
    JsonNode launched = launch(machine, project, prompt, more);
    assertEquals("running", launched.path("state").asString(), launched::toString);
    return launched;
  }

  private static String session(JsonNode launched) {
    return launched.path("session").asString();
  }

  private void stop(JsonNode launched, LabMachine machine) throws InterruptedException {
    operator.fleet("sessions stop", "--on", machine.name(), session(launched)).exits(0);
    assertEquals("", LaunchLab.processes(machine, session(launched)));
  }

  @Test
  void anAgentIsConfirmedInItsWorktreeAndFoundByItsKey() throws Exception {
    for (LabMachine machine : List.of(one, two)) {
      String key = "of " + machine.name();
      JsonNode first = running(machine, "alpha", "go", "--key", key, "--task", "k1");
      assertEquals("task-k1", first.path("branch").asString());
      assertFalse(first.path("found").asBoolean());
      String pid = first.path("pid").asString();
      assertEquals(
          first.path("worktree").asString(),
          LaunchLab.root(machine, "readlink /proc/" + pid + "/cwd").strip());
      JsonNode again = running(machine, "alpha", "go", "--key", key, "--task", "k1");
      assertTrue(again.path("found").asBoolean());
      assertEquals(session(first), session(again));
      stop(first, machine);
      JsonNode later = launch(machine, "alpha", "go", "--key", key, "--task", "k1");
      assertEquals(session(first), session(later), "a key stands for one session for ever");
      assertEquals("stopped", later.path("state").asString());
    }
  }

  @Test
  void aKeyIsFoundWhereverItIsEvenWithoutAFreeSlot() throws Exception {
    Operator narrow = lab.operator(folder.resolve("narrow"), 1, "", "beta");
    String[] words = {"beta", "--json", "--prompt", "go", "--key", "wide", "--on", "all"};
    JsonNode first = narrow.fleet("launch", words).exits(0).json();
    JsonNode again = narrow.fleet("launch", words).exits(0).json();
    assertEquals(session(first), session(again));
    String other = first.path("machine").asString().equals("m1") ? "m2" : "m1";
    words[words.length - 1] = other;
    JsonNode elsewhere = narrow.fleet("launch", words).exits(1).json();
    assertEquals("key-elsewhere", elsewhere.at("/refusals/items/0/condition").asString());
    stop(first, lab.machine(first.path("machine").asString()));
  }

  @Test
  void twoAtOnceWithOneKeyAreOne() throws Exception {
    // Both have looked, and seen nobody, before one of them claims the key.
    LaunchLab.dev(
        one, "git -C ~/dev/alpha config remote.origin.uploadpack 'sleep 4; git-upload-pack'");
    Running left = start(one, "alpha", "go", "--key", "twins");
    Running right = start(one, "alpha", "go", "--key", "twins");
    JsonNode first = left.end(Operator.LIMIT).exits(0).json();
    JsonNode second = right.end(Operator.LIMIT).exits(0).json();
    LaunchLab.dev(one, "git -C ~/dev/alpha config --unset remote.origin.uploadpack");
    assertEquals(session(first), session(second));
    assertTrue(first.path("found").asBoolean() ^ second.path("found").asBoolean());
    stop(first, one);
  }

  @Test
  void eightAtOnceOnOneRepositoryHaveEightWorktrees() throws Exception {
    List<Running> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(start(two, "beta", "go", "--task", "p" + i));
    }
    TreeSet<String> trees = new TreeSet<>();
    List<JsonNode> launched = new ArrayList<>();
    for (Running each : all) {
      JsonNode json = each.end(Operator.LIMIT).exits(0).json();
      launched.add(json);
      trees.add(json.path("worktree").asString());
    }
    assertEquals(8, trees.size());
    assertEquals(
        "9\n",
        LaunchLab.dev(two, "git -C ~/dev/beta worktree list --porcelain | grep -c ^worktree"));
    for (JsonNode each : launched) {
      stop(each, two);
    }
  }

  @Test
  void eachAgentEndsInItsState() throws Exception {
    Map<String, String> wanted = new TreeMap<>();
    wanted.put("exits", "failed: it ended with 3 before any sign of life");
    wanted.put("silent", "unconfirmed: no sign of life within 6 s");
    wanted.put("half", "unconfirmed: no sign of life within 6 s");
    wanted.put("fails", "failed: it ended with 3");
    wanted.put("done", "ended: it ended with 0");
    wanted.put("forks", "ended: it ended with 0; 2 that it left running were ended");
    wanted.put("floods 1000000000", "ended: it ended with 0");
    Map<String, Running> started = new TreeMap<>();
    for (String prompt : wanted.keySet()) {
      started.put(prompt, start(one, "gamma", prompt, "--patience", "6"));
    }
    Map<String, String> sessions = new TreeMap<>();
    for (Map.Entry<String, Running> each : started.entrySet()) {
      Ended ended = each.getValue().end(Operator.LIMIT);
      sessions.put(each.getKey(), session(ended.json()));
      String state = ended.json().path("state").asString();
      assertFalse(
          List.of("exits", "silent", "half").contains(each.getKey()) && ended.exit() == 0,
          () -> each.getKey() + ": " + ended);
      assertTrue(
          !state.equals("running")
              || List.of("fails", "done", "forks", "floods 1000000000").contains(each.getKey()),
          () -> "a false running: " + ended);
    }
    for (Map.Entry<String, String> each : wanted.entrySet()) {
      String session = String.valueOf(sessions.get(each.getKey()));
      Eventually.is(() -> LaunchLab.state(operator, one, session).equals(each.getValue()));
      if (!each.getValue().startsWith("unconfirmed")) {
        assertEquals("", LaunchLab.processes(one, session), each.getKey());
      }
    }
    String flood = String.valueOf(sessions.get("floods 1000000000"));
    long kept =
        Long.parseLong(
            LaunchLab.dev(one, "cat .local/state/fleet/sessions/done/" + flood + "/log* | wc -c")
                .strip());
    assertTrue(kept > 1_000_000 && kept < 50_000_000, () -> kept + " bytes of a flood");
    for (String stuck : List.of("silent", "half")) {
      operator.fleet("sessions stop", String.valueOf(sessions.get(stuck))).exits(0);
      assertEquals("", LaunchLab.processes(one, String.valueOf(sessions.get(stuck))));
    }
  }

  @Test
  void whatIgnoresItsEndIsEndedAllTheSame() throws Exception {
    JsonNode launched = running(two, "alpha", "stubborn");
    Ended ended = operator.fleet("sessions stop", session(launched)).exits(0);
    assertTrue(ended.out().endsWith("stopped: no process is left\n"), ended::toString);
    assertEquals("", LaunchLab.processes(two, session(launched)));
    assertEquals("stopped: manual", LaunchLab.state(operator, two, session(launched)));
  }

  @Test
  void aPersonTalksToOneThatWaitsAtItsTerminal() throws Exception {
    JsonNode launched =
        operator
            .fleet("launch", "alpha", "--json", "--on", "m2", "--agent", "talk")
            .exits(0)
            .json();
    String id = session(launched);
    LaunchLab.dev(two, "tmux -L fleet send-keys -t =%s: hi Enter".formatted(id));
    Eventually.is(() -> operator.fleet("sessions logs", id).out().contains("you said hi"));
    LaunchLab.dev(two, "tmux -L fleet send-keys -t =%s: bye Enter".formatted(id));
    Eventually.is(() -> LaunchLab.state(operator, two, id).equals("ended: it ended with 0"));
  }

  @Test
  void itWorksOnWhenItsOperatorIsKilledOrTheLineIsCut() throws Exception {
    Running killed = start(one, "alpha", "silent", "--key", "orphan", "--patience", "20");
    Eventually.is(() -> LaunchLab.traces(one).contains("keys/") && marked(one, "orphan"));
    killed.kill();
    JsonNode found = launch(one, "alpha", "silent", "--key", "orphan", "--patience", "20");
    assertTrue(found.path("found").asBoolean(), found::toString);
    assertEquals("unconfirmed", found.path("state").asString());
    stop(found, one);

    JsonNode cut = running(two, "alpha", "go", "--key", "cut");
    two.cutNetwork();
    try {
      Thread.sleep(3000);
      assertFalse(LaunchLab.processes(two, session(cut)).isEmpty());
    } finally {
      two.restoreNetwork();
    }
    assertEquals(session(cut), session(running(two, "alpha", "go", "--key", "cut")));
    stop(cut, two);
  }

  /** Whether some agent of a session that asked so is alive. */
  private static boolean marked(LabMachine machine, String key) {
    return !LaunchLab.root(
            machine, "grep -lF FLEET_SESSION= /proc/[0-9]*/environ 2>/dev/null; : " + key)
        .isBlank();
  }

  @Test
  void budgetsAreKeptFromOutside() throws Exception {
    Map<String, List<String>> wanted =
        Map.of(
            "tokens", List.of("tokens=2k", "of 2000 tokens are used up"),
            "cost", List.of("cost=0.5", "$0.75 of $0.5 are used up"),
            "errors", List.of("errors=3", "the same error "),
            "repeats", List.of("repeats=4", "steps that are nearly the same"),
            "go", List.of("wall=10s", "10 s by the clock are used up"),
            "quietly", List.of("quiet=10s,wall=9h", "nothing for 10 s"));
    Map<String, Running> started = new TreeMap<>();
    wanted.forEach(
        (prompt, how) ->
            started.put(
                prompt,
                prompt.equals("quietly")
                    ? start(two, "gamma", "silent", "--patience", "5", "--budget", how.getFirst())
                    : start(two, "gamma", prompt, "--budget", how.getFirst())));
    for (Map.Entry<String, Running> each : started.entrySet()) {
      String id = session(each.getValue().end(Operator.LIMIT).json());
      String why = wanted.getOrDefault(each.getKey(), List.of("", "")).get(1);
      Eventually.is(() -> LaunchLab.state(operator, two, id).startsWith("stopped: budget: "));
      String state = LaunchLab.state(operator, two, id);
      assertTrue(state.contains(why), state);
      assertEquals("", LaunchLab.processes(two, id));
      String report = LaunchLab.dev(two, "cat .local/state/fleet/sessions/done/" + id + "/report");
      assertTrue(report.matches("(?s)BLOCKED: .*TRIED:\n.*NEED: .*"), report);
    }
  }

  @Test
  void aSecretIsNowhereButInItsAgent() throws Exception {
    String canary = "c4nary-" + Long.toHexString(System.nanoTime()) + "-9f86d081";
    Operator keeper =
        lab.operator(
            folder.resolve("keeper"),
            SLOTS,
            "secrets: {provider: infisical, required: [CONTEXT_API_KEY], shared: {source: /infra, keys: [SHARED_TOKEN]}}\n",
            "alpha");
    secrets(
        one, "secrets.json", "[{\"key\":\"CONTEXT_API_KEY\",\"value\":\"%s\"}]".formatted(canary));
    secrets(
        one,
        "secrets.infra",
        "[{\"key\":\"SHARED_TOKEN\",\"value\":\"%s\"}]".formatted(canary + "2"));
    LaunchLab.dev(
        one,
        "printf 'UA_CLIENT_ID=an-id\\nUA_CLIENT_SECRET=a-secret\\n' >.infisical-ua; chmod 600 .infisical-ua");
    // Looks at every command line while it starts; the pattern does not match itself.
    String pattern = "c4nar[y]" + canary.substring(6);
    String sampler =
        LaunchLab.root(
                one,
                """
                setsid sh -c 'while :; do grep -al "%s" /proc/[0-9]*/cmdline; done >/var/tmp/seen 2>/dev/null' >/dev/null 2>&1 &
                echo $!
                """
                    .formatted(pattern))
            .strip();
    Ended ended =
        keeper.fleet("launch", "alpha", "--json", "--on", "m1", "--prompt", "go").exits(0);
    LaunchLab.root(one, "kill -- -" + sampler);
    assertEquals("", LaunchLab.root(one, "cat /var/tmp/seen"));
    String id = session(ended.json());
    assertEquals(
        LaunchLab.processes(one, id),
        LaunchLab.root(one, "grep -l '%s' /proc/[0-9]*/environ 2>/dev/null || :".formatted(pattern))
            .strip());
    assertFalse(LaunchLab.processes(one, id).isEmpty());
    assertEquals(
        "",
        LaunchLab.dev(
            one,
            """
            { tmux -L fleet show-environment -g; tmux -L fleet show-environment -t =%1$s
              tmux -L fleet capture-pane -p -S - -t =%1$s: ; } | grep '%2$s' || :
            """
                .formatted(id, pattern)));
    assertEquals(
        "",
        LaunchLab.root(
            one,
            "journalctl --no-pager 2>/dev/null | grep '%1$s'; grep -rl '%1$s' /home /root /tmp /var /run /etc /srv 2>/dev/null || :"
                .formatted(pattern)));
    assertFalse((ended.out() + ended.err()).contains(canary), ended::toString);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(file, StandardCharsets.ISO_8859_1).contains(canary), file::toString);
      }
    }
    stop(ended.json(), one);
  }

  private static void secrets(LabMachine machine, String file, String json) {
    String hidden = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    LaunchLab.dev(machine, "echo " + hidden + " >~/" + file);
  }

  /** A fault, how it is mended, and the one refusal that it is. */
  private record Fault(String condition, String make, String mend, String... arguments) {}

  @Test
  void eachFaultIsItsOneRefusalAndStartsNothing() throws Exception {
    LaunchLab.project(two, "delta");
    String in = "su dev -c 'cd ~/dev/delta && %s'";
    String commit = "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m x";
    List<Fault> faults =
        List.of(
            new Fault("no-agent", ":", ":", "--agent", "none"),
            new Fault("no-clone", "mv ~dev/dev/delta ~dev/away", "mv ~dev/away ~dev/dev/delta"),
            new Fault(
                "disk-full",
                "install -d -o dev ~dev/.local/state/fleet; mount -t tmpfs -o size=64m none ~dev/.local/state/fleet",
                "umount ~dev/.local/state/fleet"),
            new Fault("no-git", "mv /usr/bin/git /usr/bin/tig", "mv /usr/bin/tig /usr/bin/git"),
            new Fault(
                "main-stale",
                in.formatted(
                    "git clone -q file:///srv/delta.git /tmp/else && cd /tmp/else && echo two >README"
                        + " && git commit -qam two && git push -q && cd ~/dev/delta && echo mine >README"),
                in.formatted("git checkout -q README")),
            new Fault(
                "main-diverged",
                in.formatted(commit),
                in.formatted("git reset -q --hard origin/main")),
            new Fault("origin-unknown", "mv /srv/delta.git /srv/x", "mv /srv/x /srv/delta.git"),
            new Fault("machine-degraded", "tailscale down", "tailscale up"));
    Operator plain = lab.operator(folder.resolve("plain"), SLOTS, "", "delta");
    // No session of another test may come or go meanwhile.
    for (Fault fault : faults) {
      LaunchLab.root(two, fault.make());
      try {
        refused(plain, fault.condition(), fault.arguments());
      } finally {
        LaunchLab.root(two, fault.mend());
      }
    }
    Operator full = lab.operator(folder.resolve("full"), 0, "", "delta");
    refused(full, "no-slots");
    for (Map.Entry<String, String> secret :
        Map.of(
                "secret-missing", "{\"OTHER\": \"x\"}",
                "secret-form", "{\"CONTEXT_API_KEY\": \"the key of the context server\"}",
                "secrets-malformed", "not logged in",
                "secrets-empty", "{}")
            .entrySet()) {
      Path file = Files.writeString(folder.resolve(secret.getKey()), secret.getValue());
      Operator keeper =
          lab.operator(
              folder.resolve("of-" + secret.getKey()),
              SLOTS,
              "secrets: {provider: command, command: [cat, \"%s\"], required: [CONTEXT_API_KEY]}\n"
                  .formatted(file),
              "delta");
      refused(keeper, secret.getKey());
    }
    two.cutNetwork();
    try {
      Ended silent = refused(plain, "machine-silent", "--timeout", "3");
      assertEquals(3, silent.exit());
    } finally {
      two.restoreNetwork();
    }
    stop(
        plain.fleet("launch", "delta", "--json", "--on", "m2", "--prompt", "go").exits(0).json(),
        two);
  }

  private Ended refused(Operator who, String condition, String... more)
      throws InterruptedException {
    String before = LaunchLab.traces(two);
    List<String> words =
        new ArrayList<>(List.of("delta", "--json", "--on", "m2", "--prompt", "go"));
    words.addAll(List.of(more));
    Ended ended = who.fleet("launch", words.toArray(String[]::new));
    JsonNode json = ended.json();
    assertEquals("refused", json.path("state").asString(), ended::toString);
    assertEquals(1, json.at("/refusals/total").asInt(), ended::toString);
    assertEquals(condition, json.at("/refusals/items/0/condition").asString(), ended::toString);
    assertFalse(json.at("/refusals/items/0/mend").asString().isEmpty(), ended::toString);
    assertTrue(ended.exit() != 0);
    assertEquals(before, LaunchLab.traces(two), condition);
    return ended;
  }
}
