package fleet.registry;

import java.util.List;
import java.util.Optional;

/**
 * What agents work on.
 *
 * @param name its short name, the key in fleet.yaml
 * @param title its name for people
 * @param repo {@code owner/name} on GitHub, or a URL that git takes
 * @param secrets its folder in the secrets provider
 */
public record Project(
    String name, String title, String repo, List<String> capabilities, Optional<String> secrets) {
  public Project {
    capabilities = List.copyOf(capabilities);
  }
}
