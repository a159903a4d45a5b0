package fleet.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a command of the operator's own machine says. */
public final class OperatorCommand {
  private OperatorCommand() {}

  /** Its standard output; empty where there is no such command, or it failed. */
  public static String says(String... words) {
    try {
      Process process =
          new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      byte[] said = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? new String(said, StandardCharsets.UTF_8).strip() : "";
    } catch (IOException _) {
      return "";
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
