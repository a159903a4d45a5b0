package fleet.registry;

import java.util.List;

/** What a machine is for: the playbooks (names or paths) that bootstrap applies, in order. */
public record Role(String name, List<String> playbooks) {
  public Role {
    playbooks = List.copyOf(playbooks);
  }
}
