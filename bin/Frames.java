import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives the classes of a jar stack map frames, if they are older than those: the JVM neither
 * verifies such classes fast nor keeps them in an AOT cache. Usage: {@code java Frames.java JAR}.
 */
final class Frames {
  private static final int FIRST_WITH_FRAMES = ClassFile.JAVA_6_VERSION;
  private static final int MADE = ClassFile.JAVA_8_VERSION;

  private Frames() {}

  public static void main(String[] words) throws IOException {
    URI jar = URI.create("jar:" + Path.of(words[0]).toUri());
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of());
        Stream<Path> all = Files.walk(files.getPath("/"))) {
      List<Path> classes = all.filter(path -> path.toString().endsWith(".class")).toList();
      ClassFile reader = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS, hierarchy(files));
      for (Path path : classes) {
        ClassModel old = reader.parse(Files.readAllBytes(path));
        if (old.majorVersion() < FIRST_WITH_FRAMES) {
          Files.write(path, reader.transformClass(old, anew()));
        }
      }
    }
  }

  private static ClassTransform anew() {
    return ClassTransform.transformingMethodBodies((code, element) -> code.with(element))
        .andThen(ClassTransform.endHandler(made -> made.withVersion(MADE, 0)));
  }

  private static ClassHierarchyResolverOption hierarchy(FileSystem files) {
    ClassHierarchyResolver inside =
        ClassHierarchyResolver.ofResourceParsing(
            type -> {
              String name = type.descriptorString();
              Path path = files.getPath("/" + name.substring(1, name.length() - 1) + ".class");
              try {
                return Files.exists(path) ? Files.newInputStream(path) : null;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return ClassHierarchyResolverOption.of(
        inside.orElse(ClassHierarchyResolver.defaultResolver()).cached());
  }
}
