package fleet.mesh;

import com.fasterxml.jackson.annotation.JsonInclude;
import fleet.registry.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one machine's keys.
 *
 * @param login the key that it logs in to others with; absent before it has one
 * @param host the keys that its sshd shows
 * @param former bodies of login keys that it had before
 */
record MachineKeys(
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<PublicKey> login,
    List<PublicKey> host,
    List<String> former) {
  static final MachineKeys UNKNOWN = new MachineKeys(Optional.empty(), List.of(), List.of());

  MachineKeys {
    host = List.copyOf(host);
    former = List.copyOf(former);
  }

  /** What is known now that the machine was asked; a key that it has no more was its own once. */
  MachineKeys updated(Collect said) {
    Set<String> was = new LinkedHashSet<>(former);
    Optional<PublicKey> now = said.login().or(() -> login);
    login.map(PublicKey::body).ifPresent(was::add);
    now.map(PublicKey::body).ifPresent(was::remove);
    return new MachineKeys(now, said.host().isEmpty() ? host : said.host(), new ArrayList<>(was));
  }

  /** The bodies of all login keys that it ever showed. */
  Set<String> bodies() {
    Set<String> all = new LinkedHashSet<>(former);
    login.map(PublicKey::body).ifPresent(all::add);
    return all;
  }
}
