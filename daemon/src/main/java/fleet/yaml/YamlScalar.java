package fleet.yaml;

import java.util.Set;

/**
 * A text as written: {@code 0123} stays {@code 0123} and {@code yes} stays {@code yes}.
 *
 * @param quoted whether it stood in quotes, or in a block ({@code |}, {@code >})
 */
public record YamlScalar(Position at, Position end, String text, boolean quoted)
    implements YamlNode {
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

  @Override
  public boolean isEmpty() {
    return !quoted && NOTHING.contains(text);
  }

  @Override
  public String kind() {
    return Shown.quoted(text);
  }
}
