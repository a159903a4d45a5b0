package fleet.playbook;

import fleet.shell.Account;
import fleet.yaml.BadFileException;
import fleet.yaml.Fields;
import fleet.yaml.YamlList;
import fleet.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a step says beside its kind, read and checked at once, whether or not the step applies.
 *
 * @param account whose it is, where it says so
 */
record Common(
    Optional<String> title,
    Optional<String> id,
    Optional<When> when,
    Optional<Boolean> sudo,
    Optional<Account> account,
    Optional<Duration> timeout,
    Set<String> tags,
    Risk risk,
    List<Arguments.Item> validate,
    Optional<String> outside,
    boolean secret,
    List<String> refs,
    Optional<String> why) {
  private static final int DAY = 86_400;

  static Common read(Fields fields) {
    Optional<Boolean> sudo =
        fields.has("sudo") ? Optional.of(fields.bool("sudo", false)) : Optional.empty();
    if (sudo.isPresent() && fields.has("as")) {
      throw fields.error("as", "and 'sudo' say the same thing: one of them is enough");
    }
    Risk risk =
        fields
            .choice("risk", choices("risk"))
            .map(word -> Risk.valueOf(constant(word)))
            .orElse(Risk.NONE);
    if (fields.has(PlaybookKeys.VALIDATE) && !risk.needsGuard()) {
      throw fields.error(
          PlaybookKeys.VALIDATE, "is for steps with 'risk: network' or 'risk: may-lock-out'");
    }
    return new Common(
        fields.optionalText("title"),
        fields.node("id").map(Common::id),
        When.read(fields),
        sudo,
        fields.choice("as", choices("as")).map(word -> Account.valueOf(constant(word))),
        fields.integer("timeout", 1, DAY).stream().mapToObj(Duration::ofSeconds).findFirst(),
        new LinkedHashSet<>(texts(fields, "tags")),
        risk,
        fields.node(PlaybookKeys.VALIDATE).map(Common::scripts).orElse(List.of()),
        fields.node(PlaybookKeys.OUTSIDE).map(Common::outside),
        fields.bool("secret", false),
        texts(fields, "refs"),
        fields.has("why") ? Optional.of(String.join(" ", texts(fields, "why"))) : Optional.empty());
  }

  private static List<Arguments.Item> scripts(YamlNode node) {
    List<? extends YamlNode> nodes = node instanceof YamlList list ? list.items() : List.of(node);
    return nodes.stream()
        .map(each -> new Arguments.Item(each.at(), each.asText("'" + PlaybookKeys.VALIDATE + "'")))
        .toList();
  }

  private static List<String> choices(String name) {
    return PlaybookKeys.STEP.get(name).choices();
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String outside(YamlNode node) {
    String seen = node.asText("'outside'");
    if (!seen.matches("ports|passwords|tcp/[1-9][0-9]{0,4}")) {
      throw node.wants("'outside'", "ports, passwords or tcp/NUMBER");
    }
    return seen;
  }

  private static String id(YamlNode node) {
    String id = node.asText("'id'");
    if (id.length() > 60 || !id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new BadFileException(
          node.at(), "'id' wants lower-case letters and digits with hyphens between, 60 at most");
    }
    return id;
  }

  /** A list of texts, or a single one. */
  static List<String> texts(Fields fields, String key) {
    return fields
        .node(key)
        .map(
            node ->
                node instanceof YamlList
                    ? fields.names(key)
                    : List.of(node.asText("'" + key + "'")))
        .orElse(List.of());
  }
}
