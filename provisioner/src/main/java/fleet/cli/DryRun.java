package fleet.cli;

import fleet.converge.Task;
import picocli.CommandLine.Option;

/** Whether a command that changes machines only says what it would do. */
public final class DryRun {
  @Option(
      names = "--dry-run",
      defaultValue = "${env:DRY_RUN:-false}",
      fallbackValue = "true",
      arity = "0",
      description = "Only show what would change (DRY_RUN=true does the same).")
  private boolean asked;

  public Task.Mode mode() {
    return asked ? Task.Mode.PLAN : Task.Mode.APPLY;
  }
}
