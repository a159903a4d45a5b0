package fleet.mesh;

import fleet.converge.FleetRun;
import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.converge.Watcher;
import fleet.converge.Work;
import fleet.playbook.Call;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Each machine logs in to the next one by certificates alone, the last to the first: then each was
 * seen to get in, and to let one in. Trust in certificates does not depend on the pair.
 */
record CertificateLogins(List<Machine> ring, int parallel, Watcher watcher) {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Of the host it may only be a certificate; of the login see {@link #byCertificate}. */
  private static final String HOST_KINDS =
      String.join(
          ",",
          "ssh-ed25519-cert-v01@openssh.com",
          "ecdsa-sha2-nistp256-cert-v01@openssh.com",
          "rsa-sha2-512-cert-v01@openssh.com");

  /** What was seen, and how each machine came out. */
  record Tried(Seen seen, List<MachineResult> results) {}

  Tried on(Connector connector) throws InterruptedException {
    if (ring.size() < 2) {
      return new Tried(Seen.NOTHING, List.of());
    }
    Work work = (machine, way, heard) -> tried(machine, next(machine), way, heard);
    List<MachineResult> results =
        new FleetRun(work, parallel, 0, 100, Watcher.ofSteps(watcher)).on(ring, connector);
    Set<String> in = new HashSet<>();
    Set<String> at = new HashSet<>();
    List<MachineResult> bad = new ArrayList<>();
    for (int i = 0; i < ring.size(); i++) {
      if (results.get(i).outcome() instanceof Outcome.Unchanged) {
        in.add(ring.get(i).name());
        at.add(next(ring.get(i)).name());
      } else {
        bad.add(results.get(i));
      }
    }
    return new Tried(new Seen(in, at), bad);
  }

  private Machine next(Machine machine) {
    return ring.get((ring.indexOf(machine) + 1) % ring.size());
  }

  private static MachineResult tried(
      Machine from, Machine to, Connector connector, Watcher watcher) {
    Optional<String> refusal = refusal(from, to, connector);
    Outcome outcome =
        refusal
            .<Outcome>map(why -> new Outcome.Failed(why + "; the key lines stay"))
            .orElse(new Outcome.Unchanged(""));
    StepResult step =
        new StepResult(
            "certificate-login",
            "log in to " + to.name() + " by certificate alone",
            outcome,
            Optional.empty());
    watcher.step(from.name(), step);
    return MachineResult.of(from.name(), List.of(step));
  }

  private static Optional<String> refusal(Machine from, Machine to, Connector connector) {
    try (Connection connection = connector.open(from, "")) {
      Fragment login = new Fragment("certificate-login", login(to).sh(), LIMIT, false);
      Answer answer = connection.shell(Account.USER).run(List.of(login)).getFirst();
      if (answer.status() == 0) {
        return byCertificate(answer.err())
            ? Optional.empty()
            : Optional.of("it got in by another key than its certificate");
      }
      return Optional.of(said(answer.err()));
    } catch (UnreachableException e) {
      return Optional.of(e.why());
    } catch (BlockedException e) {
      return Optional.of(e.why());
    }
  }

  /**
   * ssh cannot be kept from offering the plain key as well: told to, it would not find the private
   * half to its certificate either. But it tells which of them was taken.
   */
  private static boolean byCertificate(String err) {
    return err.lines()
        .filter(line -> line.startsWith("debug1: Server accepts key:"))
        .reduce(false, (_, line) -> line.contains("-CERT "), (_, last) -> last);
  }

  private static String said(String err) {
    return err.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("debug1:"))
        .reduce((_, last) -> last)
        .map(String::strip)
        .orElse("ssh said nothing within " + LIMIT.toSeconds() + " s");
  }

  private static Call login(Machine to) {
    List<String> words = new ArrayList<>(List.of("-n", "-T"));
    for (String option :
        List.of(
            "BatchMode=yes",
            "ConnectTimeout=10",
            "ControlPath=none",
            "IdentityAgent=none",
            "PreferredAuthentications=publickey",
            "LogLevel=DEBUG1",
            "HostKeyAlgorithms=" + HOST_KINDS)) {
      words.addAll(List.of("-o", option));
    }
    words.addAll(List.of("--", to.name(), "true"));
    return new Call("ssh", words);
  }
}
