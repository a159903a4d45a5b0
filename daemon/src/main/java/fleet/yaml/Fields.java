package fleet.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedCollection;
import java.util.SequencedSet;

/**
 * The fields of one map, read by type. Every error stands at the value that causes it; a field that
 * is present must not be empty; a key that is not among the declared ones is an error at once.
 */
public final class Fields {
  private final String what;
  private final YamlMap map;
  private final SequencedCollection<String> keys;

  private Fields(String what, YamlMap map, SequencedCollection<String> keys) {
    this.what = what;
    this.map = map;
    this.keys = keys;
  }

  /**
   * Takes a node as a map of declared fields.
   *
   * @param what names the map in errors: {@code machine m1}, {@code a file step}
   * @param keys every key that it may have
   */
  public static Fields of(YamlNode node, String what, SequencedCollection<String> keys) {
    YamlMap map = node.asMap(what);
    for (var entry : map.entries()) {
      if (!keys.contains(entry.key().text())) {
        throw unknown(entry.key(), what, keys);
      }
    }
    return new Fields(what, map, keys);
  }

  static BadFileException unknown(YamlScalar key, String what, SequencedCollection<String> known) {
    return new BadFileException(
        key.at(),
        what + " has no key " + Shown.quoted(key.text()) + DidYouMean.hint(key.text(), known));
  }

  public Position at() {
    return map.at();
  }

  public boolean has(String key) {
    return node(key).isPresent();
  }

  /** The value of a key as it stands, empty or not. */
  public Optional<YamlNode> node(String key) {
    if (!keys.contains(key)) {
      throw new IllegalStateException(what + " declares no key " + key);
    }
    return map.get(key);
  }

  public YamlNode required(String key) {
    return node(key).orElseThrow(() -> error(key, "is missing"));
  }

  public String text(String key) {
    return required(key).asText(name(key));
  }

  public String text(String key, String otherwise) {
    return optionalText(key).orElse(otherwise);
  }

  public Optional<String> optionalText(String key) {
    return node(key).map(n -> n.asText(name(key)));
  }

  /** One of a few words. */
  public Optional<String> choice(String key, SequencedCollection<String> words) {
    return node(key).map(n -> new Shape.Word(List.copyOf(words)).read(n, name(key)));
  }

  public String choice(String key, SequencedCollection<String> words, String otherwise) {
    return choice(key, words).orElse(otherwise);
  }

  /** A whole number in plain decimal: no sign but a minus, no leading zero. */
  public OptionalInt integer(String key, int least, int most) {
    return node(key).stream()
        .mapToInt(n -> new Shape.Whole(least, most).read(n, name(key)))
        .findFirst();
  }

  public int integer(String key, int least, int most, int otherwise) {
    return integer(key, least, most).orElse(otherwise);
  }

  /** {@code true} or {@code false}, and no other word for them. */
  public boolean bool(String key, boolean otherwise) {
    return node(key).map(n -> new Shape.Flag().read(n, name(key))).orElse(otherwise);
  }

  /** The items of a list; none where the key is absent. */
  public List<YamlNode> list(String key) {
    return node(key).map(n -> n.asList(name(key)).items()).orElse(List.of());
  }

  /** A list of texts in which none comes twice; none where the key is absent. */
  public List<String> names(String key) {
    SequencedSet<String> names = new LinkedHashSet<>();
    for (YamlNode item : list(key)) {
      String text = item.asText("an item of " + name(key));
      if (!names.add(text)) {
        throw new BadFileException(item.at(), name(key) + " has " + Shown.quoted(text) + " twice");
      }
    }
    return List.copyOf(names);
  }

  /** A list of texts, repetitions and all, as a command is; none where the key is absent. */
  public List<String> texts(String key) {
    return list(key).stream().map(item -> item.asText("an item of " + name(key))).toList();
  }

  /** A map with declared keys of its own. */
  public Optional<Fields> fields(String key, SequencedCollection<String> itsKeys) {
    return node(key).map(n -> of(n, name(key), itsKeys));
  }

  /** The entries of a map whose keys are free; none where the key is absent. */
  public List<YamlMap.Entry> entries(String key) {
    return node(key).map(n -> n.asMap(name(key)).entries()).orElse(List.of());
  }

  /** An error at a field's value, or at the map where the field is absent. */
  public BadFileException error(String key, String problem) {
    return new BadFileException(
        node(key).map(YamlNode::at).orElse(map.at()), name(key) + " " + problem);
  }

  private String name(String key) {
    return what + ": '" + key + "'";
  }
}
