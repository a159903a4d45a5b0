package fleet.registry;

import fleet.yaml.BadFileException;
import fleet.yaml.Position;
import fleet.yaml.Yaml;
import fleet.yaml.YamlMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes one thing in fleet.yaml and leaves all else, comments and layout, byte for byte. What is
 * written is read first: unless it says exactly what was meant, the file stays as it was.
 */
public final class RegistryEditor {
  private final Path file;
  private final Path home;

  public RegistryEditor(Path file, Path home) {
    this.file = file;
    this.home = home;
  }

  /** Adds a machine behind the last one; returns what the file then says. */
  public Fleet add(NewMachine machine) throws IOException {
    Draft draft = Draft.of(file);
    Fleet before = read(draft.text());
    YamlMap machines = map(Yaml.read(file.toString(), draft.text()).asMap("it"), "machines");
    List<Machine> wanted = new ArrayList<>(before.machines());
    wanted.add(machine.machine(before.defaults()));
    String entry = machine.yaml();
    return save(draft, machines, entry, before.with(wanted));
  }

  /** Marks a machine as revoked since a day; one that is revoked already keeps its day. */
  public Fleet revoke(String name, LocalDate since) throws IOException {
    Draft draft = Draft.of(file);
    Fleet before = read(draft.text());
    Machine machine = before.machine(name);
    if (machine.revoked().isPresent()) {
      return before;
    }
    YamlMap machines = map(Yaml.read(file.toString(), draft.text()).asMap("it"), "machines");
    List<Machine> wanted =
        before.machines().stream().map(m -> m.equals(machine) ? m.revokedSince(since) : m).toList();
    String entry = "revoked: " + since;
    return save(draft, map(machines, machine.name()), entry, before.with(wanted));
  }

  private Fleet save(Draft draft, YamlMap into, String entry, Fleet wanted) throws IOException {
    String text = new Insertion(draft.text()).into(into, entry);
    if (!said(text, into.at(), entry).equals(wanted)) {
      throw byHand(into.at(), entry);
    }
    draft.replaceBy(text);
    return wanted;
  }

  private Fleet said(String text, Position at, String entry) {
    try {
      Yaml.read(file.toString(), text);
    } catch (BadFileException _) {
      throw byHand(at, entry);
    }
    return read(text);
  }

  private static BadFileException byHand(Position at, String entry) {
    return new BadFileException(
        at, "this cannot be changed without changing more: write " + entry + " here yourself");
  }

  private Fleet read(String text) {
    return Registry.read(file, text, home);
  }

  private static YamlMap map(YamlMap in, String key) {
    return in.get(key).orElseThrow().asMap(key);
  }
}
