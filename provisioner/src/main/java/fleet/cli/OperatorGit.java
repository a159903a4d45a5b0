package fleet.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the operator's own git says of him. */
public final class OperatorGit {
  private OperatorGit() {}

  /** A setting of git on this machine; empty where there is none, or no git. */
  public static String setting(String name) {
    try {
      Process git =
          new ProcessBuilder("git", "config", "--global", name)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
