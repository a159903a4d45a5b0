package fleet.playbook;

import fleet.yaml.BadFileException;
import fleet.yaml.DidYouMean;
import fleet.yaml.Position;
import fleet.yaml.Shown;
import fleet.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds and reads playbooks: a path (it holds a {@code /} or ends in {@code .yaml}) is taken as
 * such; a name is looked up in folders, the first that has it wins.
 *
 * @param folders where named playbooks lie: beside fleet.yaml first, then the built-in ones
 */
public record PlaybookReader(List<Path> folders) {
  private static final String SUFFIX = ".yaml";

  public PlaybookReader {
    folders = List.copyOf(folders);
  }

  /**
   * Reads one playbook with all that it includes.
   *
   * @throws BadFileException where a file says what cannot be
   * @throws NoPlaybookException where there is none of that name
   */
  public Playbook read(String name) {
    Path file = find(name, Path.of("")).orElseThrow(() -> new NoPlaybookException(missing(name)));
    return new Inclusion(this).read(file);
  }

  /**
   * Reads a playbook that was made rather than found.
   *
   * @param file the name that errors call it
   * @throws BadFileException where it says what cannot be
   */
  public Playbook made(Path file, YamlNode node) {
    return new Inclusion(this).made(file, node);
  }

  /** The file of a playbook that another one includes, which lies in a directory. */
  Path included(Position at, String name, Path directory) {
    return find(name, directory).orElseThrow(() -> new BadFileException(at, missing(name)));
  }

  private Optional<Path> find(String name, Path directory) {
    try {
      Stream<Path> places =
          isPath(name)
              ? Stream.of(directory.resolve(name).normalize())
              : folders.stream().map(folder -> folder.resolve(name + SUFFIX));
      return places.filter(Files::isRegularFile).findFirst();
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private String missing(String name) {
    return isPath(name)
        ? "there is no file " + Shown.quoted(name)
        : "there is no playbook " + Shown.quoted(name) + DidYouMean.hint(name, names());
  }

  private static boolean isPath(String name) {
    return name.indexOf('/') >= 0 || name.endsWith(SUFFIX);
  }

  /** The names of all playbooks that can be given by name. */
  public List<String> names() {
    return folders.stream().flatMap(PlaybookReader::names).distinct().sorted().toList();
  }

  private static Stream<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
