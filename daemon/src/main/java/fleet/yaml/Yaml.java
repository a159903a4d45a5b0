package fleet.yaml;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads YAML into a tree of raw texts with positions. Tags, anchors, aliases, merge keys and second
 * documents are refused, and so are files over 1 MiB, lines over 64 KiB and nesting deeper than 32.
 */
public final class Yaml {
  private Yaml() {}

  /** Reads a file of UTF-8, with or without a byte order mark, with LF or CRLF. */
  public static YamlNode read(Path file) {
    return read(file.toString(), SourceText.decode(file.toString(), bytes(file)));
  }

  /**
   * Reads a text.
   *
   * @param name what errors call it, as a rule the file's path
   */
  public static YamlNode read(String name, String text) {
    return TreeBuilder.build(name, SourceText.checked(name, text));
  }

  private static byte[] bytes(Path file) {
    var start = new Position(file.toString(), 1, 1);
    if (Files.isDirectory(file)) {
      throw new BadFileException(start, "this is a directory, not a file");
    }
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(SourceText.LARGEST + 1);
    } catch (NoSuchFileException _) {
      throw new BadFileException(start, "there is no such file");
    } catch (AccessDeniedException _) {
      throw new BadFileException(start, "you may not read this file");
    } catch (IOException e) {
      throw new BadFileException(start, "this file cannot be read: " + e.getMessage());
    }
  }
}
