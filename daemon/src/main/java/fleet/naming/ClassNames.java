package fleet.naming;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The classes of a package of this build, wherever it lies: in a jar or in a folder. */
public final class ClassNames {
  private static final String CLASS = ".class";

  private ClassNames() {}

  /** Simple names of its top-level classes. */
  public static List<String> in(String packageName) {
    String folder = "/" + packageName.replace('.', '/');
    URL here = ClassNames.class.getResource(folder);
    if (here == null) {
      throw new IllegalStateException("no package " + packageName + " in this build");
    }
    try {
      return here.openConnection() instanceof JarURLConnection jar
          ? list(jar.getJarFile().stream().map(ZipEntry::getName), folder.substring(1) + "/")
          : list(Path.of(here.toURI()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> list(Path folder) throws IOException {
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
