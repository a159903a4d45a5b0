package fleet.mesh;

import fleet.registry.Fleet;
import fleet.registry.Machine;
import fleet.registry.PublicKey;
import fleet.yaml.MadeYaml;
import fleet.yaml.Position;
import fleet.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The playbook that makes one machine a part of the mesh. */
final class MeshPlaybook {
  private static final String DISTRIBUTE = "authorized-keys";
  private static final String AUTHORITY = "@cert-authority *";

  /** A certificate of somebody else's authority stays. */
  private static final String OWN_CERTIFICATE =
      """
      case $(ssh-keygen -L -f ~/.ssh/id_ed25519-cert.pub 2>/dev/null) in
        *'Key ID: "fleet:'*) echo there ;;
        *) echo none ;;
      esac
      """;

  private MeshPlaybook() {}

  /** Keys of all on all. */
  static YamlNode of(Fleet fleet, KeyBook book, Machine self) {
    List<Object> steps = new ArrayList<>();
    steps.add(Map.of("private", Map.of("path", "~/.ssh")));
    steps.add(
        Map.of(
            "authorized-keys",
            Map.of("keys", keys(fleet, book, self), "revoked", revoked(fleet, book)),
            "id",
            DISTRIBUTE));
    steps.add(knownHosts(hosts(fleet, book, self), gone(fleet)));
    steps.addAll(finding(ConfigFragment.of(fleet, self)));
    return playbook(steps);
  }

  /** Certificates in their place, which any sshd takes that trusts the authority. */
  static YamlNode of(
      Fleet fleet,
      KeyBook book,
      Machine self,
      Issued issued,
      Optional<String> certificate,
      String home) {
    List<Object> steps = new ArrayList<>();
    steps.add(Map.of("private", Map.of("path", "~/.ssh")));
    List<String> revoked = revoked(fleet, book);
    if (!revoked.isEmpty()) {
      steps.add(Map.of("authorized-keys", Map.of("revoked", revoked), "id", DISTRIBUTE));
    }
    certificate.ifPresent(text -> steps.add(file(ConfigFragment.CERTIFICATE, "0644", text)));
    steps.add(knownHosts(List.of(AUTHORITY + " " + issued.hostAuthority().text()), gone(fleet)));
    steps.addAll(finding(ConfigFragment.withCertificates(fleet, self, home)));
    return playbook(steps);
  }

  /** What certificates replace: lines of machines that were seen to do without. */
  static YamlNode withoutKeys(List<String> seenIn, List<String> seenBy) {
    List<Object> steps = new ArrayList<>();
    if (!seenIn.isEmpty()) {
      List<String> comments = seenIn.stream().map(name -> "fleet:" + name).toList();
      steps.add(Map.of("authorized-keys", Map.of("revoked", comments), "id", "without-keys"));
    }
    if (!seenBy.isEmpty()) {
      steps.add(knownHosts(List.of(), seenBy));
    }
    return playbook(steps);
  }

  /** What keys replace. */
  static YamlNode withoutCertificates() {
    return playbook(
        List.of(
            Map.of(
                "control",
                Map.of(
                    "check",
                    OWN_CERTIFICATE,
                    "wanted",
                    "none",
                    "fix",
                    "rm -f ~/.ssh/id_ed25519-cert.pub"),
                "title",
                "no certificate " + ConfigFragment.CERTIFICATE),
            knownHosts(List.of(), List.of(AUTHORITY))));
  }

  private static YamlNode playbook(List<Object> steps) {
    Map<String, Object> playbook = new LinkedHashMap<>();
    playbook.put("playbook", "mesh");
    playbook.put("about", "Every machine reaches every other.");
    playbook.put("steps", steps);
    return MadeYaml.node(new Position("mesh", 1, 1), playbook);
  }

  private static Object knownHosts(List<String> hosts, List<String> gone) {
    return Map.of(
        "known-hosts", Map.of("path", ConfigFragment.KNOWN_HOSTS, "hosts", hosts, "gone", gone));
  }

  private static Object file(String path, String mode, String content) {
    return Map.of("file", Map.of("path", path, "mode", mode, "content", literal(content)));
  }

  /** The entries of all others, where ssh reads them. */
  private static List<Object> finding(String fragment) {
    return List.of(
        Map.of("directory", Map.of("path", "~/.ssh/config.d", "mode", "0700")),
        file(ConfigFragment.FILE, "0600", fragment),
        Map.of("private", Map.of("path", "~/.ssh/config")),
        Map.of("line", Map.of("path", "~/.ssh/config", "line", "Include config.d/*", "at", "top")));
  }

  /** Whether a step, by its id, lets others in; the rest lets this machine find them. */
  static boolean lets(String id) {
    return id.equals(DISTRIBUTE) || id.equals(SshdTrust.ID);
  }

  private static List<String> keys(Fleet fleet, KeyBook book, Machine self) {
    return others(fleet, self)
        .flatMap(
            other ->
                book.of(other.name()).login().stream()
                    .map(key -> key.text() + " " + comment(other)))
        .toList();
  }

  /** What must go: keys that a member had before it had its present one, and all of the revoked. */
  private static List<String> revoked(Fleet fleet, KeyBook book) {
    List<String> held =
        fleet.members().stream()
            .flatMap(m -> book.of(m.name()).login().stream().map(PublicKey::body))
            .toList();
    List<String> all = new ArrayList<>();
    for (Machine machine : fleet.machines()) {
      MachineKeys keys = book.of(machine.name());
      if (machine.revoked().isPresent()) {
        all.add(comment(machine));
        all.addAll(keys.bodies());
      } else {
        all.addAll(keys.former());
      }
    }
    return all.stream().distinct().filter(item -> !held.contains(item)).toList();
  }

  private static List<String> hosts(Fleet fleet, KeyBook book, Machine self) {
    return others(fleet, self)
        .flatMap(
            other ->
                book.of(other.name()).host().stream().map(key -> other.name() + " " + key.text()))
        .toList();
  }

  private static List<String> gone(Fleet fleet) {
    return fleet.machines().stream()
        .filter(machine -> machine.revoked().isPresent())
        .map(Machine::name)
        .toList();
  }

  private static Stream<Machine> others(Fleet fleet, Machine self) {
    return fleet.members().stream().filter(machine -> !machine.name().equals(self.name()));
  }

  private static String comment(Machine machine) {
    return "fleet:" + machine.name();
  }

  /** A dollar sign of a value begins no variable. */
  private static String literal(String value) {
    return value.replace("${", "$${");
  }
}
