package fleet.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The size of the terminal, in characters. */
public record Screen(int height, int width) {
  private static final Screen USUAL = new Screen(24, 80);

  /** Asks stty; the usual size where it cannot say. */
  public static Screen ofTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      return size.length == 2
              && size[0].matches("[1-9][0-9]{0,3}")
              && size[1].matches("[1-9][0-9]{0,3}")
          ? new Screen(Integer.parseInt(size[0]), Integer.parseInt(size[1]))
          : USUAL;
    } catch (IOException _) {
      return USUAL;
    }
  }

  /** The line, cut so that it does not wrap; colours take no room. */
  public String cut(String line) {
    StringBuilder cut = new StringBuilder();
    int room = width - 1;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '\u001b') {
        int end = line.indexOf('m', i);
        if (end > 0) {
          cut.append(line, i, end + 1);
          i = end;
          continue;
        }
      }
      if (room-- > 0) {
        cut.append(line.charAt(i));
      }
    }
    return cut.toString();
  }
}
