package fleet.naming;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
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
    try {
      Path place = Path.of(builtWith.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(place) ? inFolder(place.resolve(folder)) : inJar(place, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> inJar(Path place, String folder) throws IOException {
    try (JarFile jar = new JarFile(place.toFile())) {
      return list(jar.stream().map(ZipEntry::getName), folder);
    }
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
