package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.Main;
import fleet.cli.UsageException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fleet completion}: a script that completes fleet's words in a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a completion script: source <(fleet completion bash).")
public final class CompletionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private String shell = "";

  @Override
  public Integer call() {
    String words = String.join(" ", Main.commands());
    System.out.print(
        switch (shell) {
          case "bash", "zsh" -> AutoComplete.bash("fleet", Main.whole());
          case "fish" -> "complete -c fleet -f -n __fish_use_subcommand -a '" + words + "'\n";
          default -> throw new UsageException("completion is for bash, zsh or fish, not " + shell);
        });
    return Exit.OK;
  }
}
