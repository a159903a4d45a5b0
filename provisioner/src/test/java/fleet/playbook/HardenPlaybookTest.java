package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The playbook harden as it is compiled for machines of each kind. */
class HardenPlaybookTest {
  private static final PlaybookReader PLAYBOOKS =
      new PlaybookReader(List.of(Path.of("..", "playbooks")));

  private static List<Step> steps(String playbook, Map<String, String> vars, Facts facts) {
    return new Compiler(List.of(PLAYBOOKS.read(playbook)), Set.of(), vars)
        .compile(SomeMachine.MACHINE, facts);
  }

  private static Facts of(String distro) {
    String like = distro.equals("ubuntu") ? "debian" : distro;
    Facts facts =
        Facts.everyKind().stream().filter(f -> f.distro().equals(like)).findFirst().orElseThrow();
    return new Facts(
        facts.os(),
        distro,
        facts.version(),
        facts.arch(),
        facts.manager(),
        facts.user(),
        facts.uid(),
        facts.home(),
        facts.shell(),
        facts.hostname(),
        facts.sudo(),
        facts.bootId());
  }

  private static Set<String> ids(String distro, Map<String, String> vars) {
    return steps("harden-linux", vars, of(distro)).stream()
        .filter(step -> step.skip().isEmpty())
        .map(Step::id)
        .collect(Collectors.toSet());
  }

  @Test
  void eachDistributionHasItsOwnUpdatesAndTheRestIsTheSame() {
    Set<String> debian = ids("debian", Map.of());
    Set<String> fedora = ids("fedora", Map.of());
    Set<String> arch = ids("arch", Map.of());
    assertEquals(debian, ids("ubuntu", Map.of()));
    assertTrue(debian.containsAll(Set.of("updates", "updates-timer", "sshd-policy", "firewall")));
    assertTrue(fedora.containsAll(Set.of("updates-dnf", "updates-dnf-timer", "sshd-policy")));
    for (Set<String> other : List.of(fedora, arch)) {
      assertFalse(other.contains("updates-timer"));
      assertTrue(other.contains("firewall-firewalld"));
    }
    assertEquals(Set.of(), ids("macos", Map.of()));
  }

  @Test
  void strictAsksForMore() {
    Set<String> more = ids("debian", Map.of("strict", "yes"));
    more.removeAll(ids("debian", Map.of()));
    assertTrue(
        more.containsAll(Set.of("sshd-crypto-strict", "audit", "unused-modules")), more::toString);
  }

  /** What may lock out follows one another, so that it is confirmed together. */
  @Test
  void whatMayLockOutSharesOneGuard() {
    List<Boolean> guarded =
        steps("harden", Map.of("strict", "yes"), of("debian")).stream()
            .filter(step -> step.skip().isEmpty() && !step.id().equals("dns"))
            .map(step -> step.risk().needsGuard())
            .toList();
    int first = guarded.indexOf(true);
    int last = guarded.lastIndexOf(true);
    assertFalse(guarded.subList(first, last).contains(false));
    assertTrue(last - first >= 7, guarded::toString);
  }

  /** tailscale#15515: an upgrade over the tailnet stopped with the connection that it cut. */
  @Test
  void tailscaleIsUpgradedOverTheTailnet_tailscale15515(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("p.yaml");
    Files.writeString(file, "playbook: p\nsteps: [package: tailscale]\n");
    Fix fix =
        steps(file.toString(), Map.of(), of("debian")).getFirst().contract().fix().orElseThrow();
    assertTrue(fix.detached(), "it goes on when the connection is lost");
  }

  @Test
  void everyScriptPassesShellcheck(@TempDir Path folder) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "shellcheck", "-s", "sh", "-S", "warning", "-e", "SC2034,SC2154,SC2086,SC3045"));
    Map<String, String> strict = Map.of("strict", "yes", "umask", "027");
    for (Step step : steps("harden", strict, of("debian"))) {
      List<String> texts = new ArrayList<>(step.validate());
      if (step.kind().equals("control") && step.skip().isEmpty()) {
        texts.addAll(step.contract().check().arguments());
        step.contract().fix().ifPresent(fix -> texts.addAll(fix.call().arguments()));
        step.contract().undo().ifPresent(undo -> texts.addAll(undo.arguments()));
      } else if (step.kind().equals("drop-in") && step.skip().isEmpty()) {
        texts.addAll(step.contract().check().arguments().subList(1, 3));
        texts.add(step.contract().undo().orElseThrow().arguments().get(1));
      }
      for (String text : texts) {
        Path script = folder.resolve(step.id() + "-" + command.size());
        command.add(Files.writeString(script, text + "\n").toString());
      }
    }
    assertTrue(command.size() > 40);
    assertEquals("", Processes.run(command, Map.of(), folder, folder.resolve("out")).out());
  }
}
