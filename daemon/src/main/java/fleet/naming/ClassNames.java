package fleet.naming;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The classes of a package of this build, wherever it lies: in a jar or in a folder. */
public final class ClassNames {
  private static final String CLASS = ".class";

  private ClassNames() {}

  /**
   * Simple names of the top-level classes of a package. Only the one place is searched where a
   * class lies that was built together with them: to look through all jars takes longer than to
   * start.
   */
  public static List<String> in(String packageName, Class<?> builtWith) {
    String folder = packageName.replace('.', '/') + "/";
    String file = builtWith.getName().replace('.', '/') + CLASS;
    try {
      URL place = Objects.requireNonNull(builtWith.getResource("/" + file), file);
      return place.openConnection() instanceof JarURLConnection jar
          ? list(jar.getJarFile().stream().map(ZipEntry::getName), folder)
          : inFolder(root(Path.of(place.toURI()), file).resolve(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path root(Path path, String file) {
    return Path.of(path.toString().substring(0, path.toString().length() - file.length()));
  }

  private static List<String> inFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return list(files.map(file -> file.getFileName().toString()), "");
    }
  }

  private static List<String> list(Stream<String> names, String folder) {
    return names
        .filter(name -> name.startsWith(folder) && name.endsWith(CLASS))
        .map(name -> name.substring(folder.length(), name.length() - CLASS.length()))
        .filter(name -> name.matches("\\w+"))
        .sorted()
        .toList();
  }
}
