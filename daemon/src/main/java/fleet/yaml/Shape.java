package fleet.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a value must look like, declared once: files are checked against it, in file order, and the
 * editors' JSON Schema is made from it.
 */
public sealed interface Shape {
  /**
   * Throws {@link BadFileException} at the first thing, in file order, that is not of this shape.
   *
   * @param what names the value in an error
   */
  void check(YamlNode node, String what);

  /**
   * A text.
   *
   * @param pattern the whole text matches it; an expression that Java and ECMAScript read alike
   * @param also what the pattern cannot say
   * @param wanted the form in words, as in "wants …"
   */
  record Text(String pattern, Predicate<String> also, String wanted) implements Shape {
    /** Expressions run deep on long texts. */
    static final int LONGEST = 4096;

    public Text(String pattern, String wanted) {
      this(pattern, _ -> true, wanted);
    }

    public boolean accepts(String text) {
      return text.length() <= LONGEST && text.matches(pattern) && also.test(text);
    }

    @Override
    public void check(YamlNode node, String what) {
      if (node.isEmpty() || !(node instanceof YamlScalar scalar) || !accepts(scalar.text())) {
        throw node.wants(what, wanted);
      }
    }
  }

  /** A whole number in plain decimal: no sign but a minus, no leading zero. */
  record Whole(int least, int most) implements Shape {
    @Override
    public void check(YamlNode node, String what) {
      if (!(node instanceof YamlScalar scalar)
          || !scalar.text().matches("0|-?[1-9][0-9]{0,17}")
          || Long.parseLong(scalar.text()) < least
          || Long.parseLong(scalar.text()) > most) {
        throw node.wants(what, "a whole number from " + least + " to " + most);
      }
    }

    int read(YamlNode node, String what) {
      check(node, what);
      return Integer.parseInt(node.asText(what));
    }
  }

  /** {@code true} or {@code false}, and no other word for them. */
  record Flag() implements Shape {
    @Override
    public void check(YamlNode node, String what) {
      if (!(node instanceof YamlScalar s
          && (s.text().equals("true") || s.text().equals("false")))) {
        throw node.wants(what, "true or false");
      }
    }

    boolean read(YamlNode node, String what) {
      check(node, what);
      return Boolean.parseBoolean(node.asText(what));
    }
  }

  /** One of a few words. */
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }

    @Override
    public void check(YamlNode node, String what) {
      read(node, what);
    }

    String read(YamlNode node, String what) {
      if (node.isEmpty()) {
        throw node.wants(what, "one of " + String.join(", ", words));
      }
      String text = node.asText(what);
      if (!words.contains(text)) {
        throw new BadFileException(
            node.at(), what + " cannot be " + Shown.quoted(text) + DidYouMean.hint(text, words));
      }
      return text;
    }
  }

  /**
   * A list.
   *
   * @param least how many items there must be
   * @param distinct whether no text may come twice
   */
  record ListOf(Shape item, int least, boolean distinct) implements Shape {
    @Override
    public void check(YamlNode node, String what) {
      List<YamlNode> items = node.asList(what).items();
      if (items.size() < least) {
        throw new BadFileException(node.at(), what + " wants at least " + least + " in its list");
      }
      Set<String> seen = new HashSet<>();
      for (YamlNode one : items) {
        item.check(one, "an item of " + what);
        if (distinct && one instanceof YamlScalar scalar && !seen.add(scalar.text())) {
          throw new BadFileException(
              one.at(), what + " has " + Shown.quoted(scalar.text()) + " twice");
        }
      }
    }
  }

  /**
   * A map whose keys are names that the file's author chose.
   *
   * @param each what one of them is: {@code machine}
   */
  record MapOf(String each, Text key, Shape value) implements Shape {
    @Override
    public void check(YamlNode node, String what) {
      for (var entry : node.asMap(what).entries()) {
        String name = entry.key().text();
        if (!key.accepts(name)) {
          throw new BadFileException(
              entry.key().at(),
              "%s is no name for a new %s: it wants %s"
                  .formatted(Shown.quoted(name), each, key.wanted()));
        }
        value.check(entry.value(), each + " " + name);
      }
    }
  }

  /** A map with known keys. */
  record Section(List<Key> keys) implements Shape {
    public Section {
      keys = List.copyOf(keys);
    }

    public List<String> names() {
      return keys.stream().map(Key::name).toList();
    }

    @Override
    public void check(YamlNode node, String what) {
      Collection<Key> missing = new ArrayList<>(keys);
      for (var entry : node.asMap(what).entries()) {
        String name = entry.key().text();
        Key key = key(entry.key(), what);
        missing.remove(key);
        key.shape().check(entry.value(), what + ": '" + name + "'");
      }
      missing.removeIf(key -> !key.required());
      if (!missing.isEmpty()) {
        String name = missing.iterator().next().name();
        throw new BadFileException(node.at(), what + ": '" + name + "' is missing");
      }
    }

    private Key key(YamlScalar key, String what) {
      return keys.stream()
          .filter(k -> k.name().equals(key.text()))
          .findFirst()
          .orElseThrow(() -> Fields.unknown(key, what, names()));
    }
  }

  /**
   * A known key.
   *
   * @param about what it means, for the person who writes the file
   */
  record Key(String name, boolean required, Shape shape, String about) {
    public static Key must(String name, Shape shape, String about) {
      return new Key(name, true, shape, about);
    }

    public static Key may(String name, Shape shape, String about) {
      return new Key(name, false, shape, about);
    }
  }
}
