package fleet.shell;

import fleet.registry.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which keys to try on a machine; each is read, and asked for, once in a run. */
final class Keys {
  /** What sshd takes before it hangs up (MaxAuthTries). */
  private static final int MOST = 6;

  private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

  private final Path home;
  private final KeyReader reader;
  private final Optional<Agent> agent;
  private final Map<Path, KeyReader.Result> files = new HashMap<>();
  private Optional<List<Signer>> offered = Optional.empty();

  Keys(Path home, Secrets secrets, Optional<Agent> agent) {
    this.home = home;
    this.reader = new KeyReader(home, secrets);
    this.agent = agent;
  }

  /**
   * The keys for a machine, in the order to try them.
   *
   * @throws IOException when there is none, with the reason
   */
  List<Signer> of(Machine machine) throws IOException {
    if (machine.identity().isPresent()) {
      return List.of(declared(machine.identity().get()));
    }
    List<Signer> signers = new ArrayList<>(offered());
    List<String> problems = new ArrayList<>();
    for (String usual : USUAL) {
      KeyReader.Result result = file(home.resolve(".ssh").resolve(usual), signers.isEmpty());
      result
          .signer()
          .filter(key -> signers.stream().noneMatch(s -> same(s, key)))
          .ifPresent(signers::add);
      result.problem().ifPresent(problems::add);
    }
    if (signers.isEmpty()) {
      throw new IOException(
          problems.isEmpty()
              ? "no key to log in with: neither an agent nor ~/.ssh/id_ed25519; make one: ssh-keygen -t ed25519"
              : String.join("; ", problems));
    }
    return signers.subList(0, Math.min(MOST, signers.size()));
  }

  /** A declared key is the only one tried; the agent may have it unlocked already. */
  private Signer declared(Path identity) throws IOException {
    Path file = reader.expand(identity);
    Optional<byte[]> blob = reader.publicBlob(file);
    if (blob.isPresent() && reader.encrypted(file)) {
      for (Signer signer : offered()) {
        if (Arrays.equals(signer.blob(), blob.get())) {
          return signer;
        }
      }
    }
    KeyReader.Result result = file(file, true);
    return result
        .signer()
        .orElseThrow(() -> new IOException(result.problem().orElse("no key at " + identity)));
  }

  private static boolean same(Signer one, Signer other) {
    return Arrays.equals(one.blob(), other.blob());
  }

  private synchronized KeyReader.Result file(Path path, boolean mayAsk) {
    KeyReader.Result known = files.get(path);
    if (known == null || (known.locked() && mayAsk)) {
      known = reader.read(path, mayAsk);
      files.put(path, known);
    }
    return known;
  }

  private synchronized List<Signer> offered() {
    if (offered.isEmpty()) {
      offered = Optional.of(agent.map(Agent::signers).orElse(List.of()));
    }
    return offered.get();
  }
}
