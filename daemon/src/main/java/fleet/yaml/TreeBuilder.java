package fleet.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the tree from the parser's events. Composed nodes would not do: a tag that was written and
 * one that was guessed look the same there, and an alias is already followed.
 */
final class TreeBuilder {
  private static final int DEEPEST = 32;

  private final String name;
  private final Parser events;

  private TreeBuilder(String name, Parser events) {
    this.name = name;
    this.events = events;
  }

  static YamlNode build(String name, String text) {
    var options = new LoaderOptions();
    options.setCodePointLimit(SourceText.LARGEST + 1);
    try {
      return new TreeBuilder(name, new ParserImpl(new StreamReader(text), options)).document();
    } catch (YAMLException e) {
      throw Jargon.plain(name, e);
    }
  }

  private YamlNode document() {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      throw empty();
    }
    events.getEvent();
    YamlNode root = node(1);
    if (root.isEmpty()) {
      throw empty();
    }
    events.getEvent();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw new BadFileException(
          position(events.peekEvent().getStartMark()),
          "a second document begins here: a file holds one");
    }
    return root;
  }

  private YamlNode node(int depth) {
    Event event = events.getEvent();
    if (depth > DEEPEST) {
      throw new BadFileException(
          position(event.getStartMark()), "this is nested deeper than " + DEEPEST);
    }
    refuseEvaluation(event);
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> list(start, depth);
      case MappingStartEvent start -> map(start, depth);
      default -> throw new IllegalStateException("no node begins with " + event);
    };
  }

  private YamlScalar scalar(ScalarEvent event) {
    Position at = position(event.getStartMark());
    if (event.getValue().indexOf('\0') >= 0) {
      throw new BadFileException(at, "a NUL character may not stand in a text");
    }
    boolean quoted = event.getScalarStyle() != ScalarStyle.PLAIN;
    return new YamlScalar(at, position(event.getEndMark()), event.getValue(), quoted);
  }

  private YamlList list(SequenceStartEvent start, int depth) {
    List<YamlNode> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth + 1));
    }
    Position end = end(start, items.isEmpty() ? null : items.getLast());
    return new YamlList(position(start.getStartMark()), end, items);
  }

  private YamlMap map(MappingStartEvent start, int depth) {
    List<YamlMap.Entry> entries = new ArrayList<>();
    Map<String, Position> seen = new HashMap<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      YamlScalar key = key(depth);
      Position first = seen.putIfAbsent(key.text(), key.at());
      if (first != null) {
        throw new BadFileException(
            key.at(), Shown.quoted(key.text()) + " is given twice: the first is at " + first);
      }
      entries.add(new YamlMap.Entry(key, node(depth + 1)));
    }
    Position end = end(start, entries.isEmpty() ? null : entries.getLast().value());
    return new YamlMap(position(start.getStartMark()), end, entries);
  }

  private YamlScalar key(int depth) {
    YamlNode node = node(depth + 1);
    if (!(node instanceof YamlScalar key) || key.isEmpty()) {
      throw new BadFileException(
          node.at(), node.isEmpty() ? "a key is missing here" : "a key must be a plain text");
    }
    if (!key.quoted() && key.text().equals("<<")) {
      throw new BadFileException(key.at(), "merge keys (<<) are not evaluated: write them out");
    }
    return key;
  }

  /** A block collection ends with its last value; its own end mark lies behind later comments. */
  private Position end(CollectionStartEvent start, @Nullable YamlNode last) {
    Event end = events.getEvent();
    return start.isFlow() || last == null ? position(end.getEndMark()) : last.end();
  }

  private void refuseEvaluation(Event event) {
    Position at = position(event.getStartMark());
    if (event instanceof AliasEvent alias) {
      throw new BadFileException(
          at,
          "'*%s' is an alias: write the value out, or quote a text".formatted(alias.getAnchor()));
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw new BadFileException(
          at, "'&%s' is an anchor: write values out, or quote a text".formatted(node.getAnchor()));
    }
    String tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> null;
        };
    if (tag != null) {
      String written = tag.replace("tag:yaml.org,2002:", "!!");
      throw new BadFileException(
          at, "tags are not evaluated: remove " + Shown.quoted(written) + ", or quote the text");
    }
  }

  private BadFileException empty() {
    return new BadFileException(new Position(name, 1, 1), "this file is empty");
  }

  private Position position(Mark mark) {
    return Jargon.position(name, mark);
  }
}
