package fleet.playbook;

import fleet.registry.Machine;
import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Fields;
import fleet.yaml.Shown;
import fleet.yaml.YamlList;
import fleet.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machines that a step, an include or a playbook is for.
 *
 * @param is what each named fact may be
 * @param has a command that the machine must have, looked up there
 * @param set a variable that must not be empty
 */
record When(Map<String, List<String>> is, Optional<String> has, Optional<String> set) {
  private static final String VERSION = "version";
  static final List<String> OS = List.of("linux", "macos");
  private static final List<String> ARCH = List.of("x86_64", "arm64");

  /** What other tools call what uname says, and so do people. */
  private static final Map<String, String> ARCH_ALSO =
      Map.of("amd64", "x86_64", "x64", "x86_64", "aarch64", "arm64");

  /** IDs of /etc/os-release that are met; others are taken too if they resemble none of them. */
  private static final List<String> DISTRO =
      List.of(
          "debian",
          "ubuntu",
          "fedora",
          "arch",
          "alpine",
          "macos",
          "rhel",
          "centos",
          "rocky",
          "almalinux",
          "amzn",
          "ol",
          "linuxmint",
          "pop",
          "raspbian",
          "kali",
          "manjaro",
          "gentoo",
          "endeavouros",
          "artix",
          "nixos",
          "void",
          "devuan",
          "sles",
          "opensuse-leap",
          "opensuse-tumbleweed");

  /** What stands under {@code when}, if it is there. */
  static Optional<When> read(Fields fields) {
    return fields
        .fields(PlaybookKeys.WHEN, PlaybookKeys.CONDITIONS.names())
        .map(
            when -> {
              Map<String, List<String>> is = new LinkedHashMap<>();
              for (String key : List.of("os", "distro", VERSION, "arch", "role")) {
                when.node(key).ifPresent(node -> is.put(key, words(key, node)));
              }
              return new When(
                  is, when.node("has").map(When::command), when.node("set").map(When::variable));
            });
  }

  private static List<String> words(String key, YamlNode node) {
    List<YamlNode> nodes = node instanceof YamlList list ? list.items() : List.of(node);
    if (nodes.isEmpty()) {
      throw new BadFileException(node.at(), "'" + key + "' names nothing, so it is never met");
    }
    return nodes.stream().map(each -> word(key, each)).toList();
  }

  private static String word(String key, YamlNode node) {
    String word = node.asText("'" + key + "'");
    if (key.equals(VERSION)) {
      return VersionRange.read(node.at(), word).text();
    }
    Optional<String> meant =
        switch (key) {
          case "os" ->
              OS.contains(word) ? Optional.empty() : Optional.of(DidYouMean.hint(word, OS));
          case "distro" -> mistaken(word, DISTRO);
          case "arch" ->
              Optional.ofNullable(ARCH_ALSO.get(word))
                  .map(name -> ": did you mean '" + name + "'?")
                  .or(() -> mistaken(word, ARCH));
          default -> Optional.empty();
        };
    meant.ifPresent(
        hint -> {
          throw new BadFileException(
              node.at(), "'" + key + "' cannot be " + Shown.quoted(word) + hint);
        });
    if (!word.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw node.wants("'" + key + "'", "a plain word");
    }
    return word;
  }

  private static Optional<String> mistaken(String word, List<String> known) {
    return known.contains(word)
        ? Optional.empty()
        : DidYouMean.nearest(word, known).map(name -> ": did you mean '" + name + "'?");
  }

  private static String command(YamlNode node) {
    String word = node.asText("'has'");
    if (!word.matches("[A-Za-z0-9_./@+][A-Za-z0-9_./@+-]{0,255}")) {
      throw node.wants("'has'", "the name of a command");
    }
    return word;
  }

  private static String variable(YamlNode node) {
    String word = node.asText("'set'");
    if (!Scope.isName(word)) {
      throw node.wants("'set'", "the name of a variable");
    }
    return word;
  }

  /** Why a machine is not among them. */
  Optional<String> unmet(Machine machine, Facts facts, Scope scope) {
    if (set.filter(name -> scope.names().getOrDefault(name, "").isEmpty()).isPresent()) {
      return Optional.of("only where there is a " + set.get().replace('_', ' '));
    }
    return is.entrySet().stream()
        .filter(
            entry ->
                entry.getValue().stream()
                    .noneMatch(wanted -> meets(entry.getKey(), wanted, machine, facts)))
        .map(
            entry ->
                "only where %s is %s"
                    .formatted(entry.getKey(), String.join(" or ", entry.getValue())))
        .findFirst();
  }

  private static boolean meets(String key, String wanted, Machine machine, Facts facts) {
    return switch (key) {
      case "os" -> wanted.equals(facts.os());
      case "distro" -> wanted.equals(facts.distro());
      case VERSION -> new VersionRange(wanted).holds(facts.version());
      case "arch" -> wanted.equals(facts.arch());
      case "role" -> machine.roles().contains(wanted);
      default -> throw new IllegalStateException("no such fact: " + key);
    };
  }
}
