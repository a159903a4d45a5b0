package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.lab.LabMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that do not let us in: one clear line each, and the others go on. */
@Tag("lab")
class AccessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String PLAYBOOK =
      """
      playbook: access
      steps:
        - command: {run: "date >~/access", creates: ~/access}
      """;

  @TempDir private Path folder;
  private LabMachine bad;
  private LabMachine good;

  @BeforeEach
  void machines() {
    bad = Place.TROUBLE_12.machine();
    good = Place.SECOND_12.machine();
    for (LabMachine machine : List.of(bad, good)) {
      machine.exec("rm -f ~dev/access", LIMIT).ok();
    }
  }

  private Ended apply(Operator operator) throws InterruptedException {
    String playbook = operator.playbook("access", PLAYBOOK);
    return operator.fleet("apply", "--json", "--on", bad.name() + "," + good.name(), playbook);
  }

  /** The other machine went on, and what is wrong with this one is said once and once more. */
  private String why(Ended ended) {
    ended.exits(3);
    assertEquals("changed", ended.machine(good.name()), ended::toString);
    String outcome = ended.machine(bad.name());
    assertTrue(outcome.startsWith("unreachable "), ended::toString);
    String why = outcome.substring("unreachable ".length());
    List<String> lines = ended.err().lines().filter(l -> l.contains(bad.name())).toList();
    assertEquals(2, lines.size(), () -> "its line and the summary's: " + lines);
    assertTrue(lines.getFirst().endsWith("[LOST]      " + why), lines::toString);
    assertTrue(ended.err().lines().noneMatch(l -> l.contains("\tat ")), ended::err);
    return why;
  }

  private Operator operator(String knownHosts) throws IOException {
    return Operator.with(folder, Files.readString(Place.lab().registry()), knownHosts);
  }

  private static String known() throws IOException {
    return Files.readString(Place.lab().knownHosts());
  }

  private String withoutBad() throws IOException {
    return known()
        .lines()
        .filter(line -> !line.startsWith(bad.address() + ","))
        .collect(UninstallTest.lines());
  }

  @Test
  void aChangedHostKeyIsRefusedAndTheAdviceWorks() throws Exception {
    String swapped =
        known()
            .lines()
            .filter(line -> line.startsWith(good.address() + ","))
            .map(line -> line.replaceFirst("^[^ ]* ", bad.address() + " "))
            .collect(UninstallTest.lines());
    Operator operator = operator(withoutBad() + swapped);
    String why = why(apply(operator));
    assertTrue(why.contains("has CHANGED") && why.contains("SHA256:"), why);
    operator.follow(why.substring(why.indexOf("ssh-keygen -R "))).exits(0);
    good.exec("rm ~dev/access", LIMIT).ok();
    assertTrue(why(apply(operator)).contains("is not known"));
  }

  @Test
  void anUnknownHostKeyIsShownAndCanBeAccepted() throws Exception {
    Operator operator = operator(withoutBad());
    String why = why(apply(operator));
    String print =
        bad.exec("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub | cut -d' ' -f2", LIMIT).ok();
    assertTrue(why.contains("is not known") && why.contains(print.strip()), why);
    operator.follow(why.substring(why.indexOf("fleet ssh "))).exits(0);
    assertEquals("changed", apply(operator).exits(0).machine(bad.name()));
  }

  @Test
  void acceptNewAcceptsTheUnknownAndNeverTheChanged() throws Exception {
    Operator operator = operator(withoutBad());
    operator.fleet("exec", "--accept-new", "--on", bad.name(), "--", "true").exits(0);
    assertEquals("changed", apply(operator).exits(0).machine(bad.name()));
    assertEquals(
        known().lines().count() - 1, Files.readAllLines(folder.resolve("known_hosts")).size());
  }

  @Test
  void aKeyThatTheMachineDoesNotTake() throws Exception {
    Path key = folder.resolve("other");
    new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
        .inheritIO()
        .start()
        .waitFor();
    String registry =
        Files.readString(Place.lab().registry())
            .replace(
                "address: " + bad.address() + ",",
                "address: " + bad.address() + ", identity: \"" + key + "\",");
    Operator operator = Operator.with(folder, registry, known());
    String why = why(apply(operator));
    assertTrue(why.contains("refuses our key") && why.contains("from ~/other"), why);
  }

  @Test
  void aMachineThatIsDown() throws Exception {
    bad.kill();
    try {
      String why = why(apply(operator(known())));
      assertTrue(why.contains(bad.address() + " port 22"), why);
    } finally {
      bad.start();
      bad.awaitReady(LIMIT);
    }
  }

  @Test
  void aMachineThatNeverAnswersCostsNoMoreThanTheTimeOut() throws Exception {
    bad.cutNetwork();
    try {
      Operator operator = operator(known());
      String playbook = operator.playbook("access", PLAYBOOK);
      long begun = System.nanoTime();
      Ended slow = operator.fleet("plan", "--json", "--on", bad.name(), playbook).exits(3);
      long standard = System.nanoTime() - begun;
      assertTrue(slow.machine(bad.name()).contains("no answer from " + bad.address()), slow::out);
      begun = System.nanoTime();
      operator.fleet("plan", "--timeout", "1", "--on", bad.name(), playbook).exits(3);
      Duration saved = Duration.ofNanos(standard - (System.nanoTime() - begun));
      assertTrue(saved.toSeconds() >= 5, () -> "--timeout 1 saved only " + saved);
    } finally {
      bad.restoreNetwork();
    }
  }

  @Test
  void withoutSudoTheStepIsBlockedAndTheRestGoesOn() throws Exception {
    Operator operator = operator(known());
    String playbook =
        operator.playbook(
            "sudo",
            """
            playbook: sudo
            steps:
              - file: {path: /etc/sudo-proof, content: "x\\n"}
                sudo: true
                id: root
              - file: {path: ~/sudo-proof, content: "${machine}\\n"}
                id: own
              - package: bc
                id: bc
            """);
    Map<LabMachine.Sudo, String> words =
        Map.of(
            LabMachine.Sudo.NONE,
            "no sudo for dev on " + bad.name(),
            LabMachine.Sudo.WITH_PASSWORD,
            "there is nobody to ask");
    for (var entry : words.entrySet()) {
      bad.exec("rm -f ~dev/sudo-proof", LIMIT).ok();
      bad.sudo(entry.getKey());
      try {
        Ended ended = operator.fleet("apply", "--json", "--on", bad.name(), playbook).exits(0);
        assertEquals(
            Map.of("root", "blocked", "own", "changed", "bc", "blocked"),
            ended.outcomes(bad.name()),
            ended::toString);
        assertTrue(ended.machine(bad.name()).contains(entry.getValue()), ended::toString);
        operator.fleet("apply", "--strict", "--on", bad.name(), playbook).exits(1);
      } finally {
        bad.sudo(LabMachine.Sudo.FREE);
      }
    }
    assertEquals("", bad.exec("ls /etc/sudo-proof /usr/bin/bc 2>/dev/null", LIMIT).out());
  }
}
