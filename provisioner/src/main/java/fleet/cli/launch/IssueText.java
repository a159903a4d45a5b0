package fleet.cli.launch;

import fleet.registry.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What an issue on GitHub says, by the operator's own gh. */
public final class IssueText {
  private static final int PATIENCE_SECONDS = 15;

  private IssueText() {}

  /** Its title and text; nothing where gh does not answer, or the task is no number. */
  public static Optional<String> of(Project project, String task) throws InterruptedException {
    String repo = project.repo().replaceFirst("^(https://github\\.com/|git@github\\.com:)", "");
    String name = repo.replaceFirst("\\.git$", "");
    if (!task.matches("[0-9]{1,9}") || !name.matches("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+")) {
      return Optional.empty();
    }
    List<String> words =
        List.of(
            "gh",
            "issue",
            "view",
            task,
            "-R",
            name,
            "--json",
            "title,body",
            "--template",
            "{{.title}}{{\"\\n\\n\"}}{{.body}}");
    try {
      Process gh = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      gh.getOutputStream().close();
      if (!gh.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        gh.destroyForcibly();
        return Optional.empty();
      }
      String said = new String(gh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return gh.exitValue() == 0 && !said.isBlank() ? Optional.of(said) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
