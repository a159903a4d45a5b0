package fleet.cli;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.converge.Watcher;
import fleet.playbook.Step;
import java.io.PrintStream;
import java.util.Optional;

/** A line for each step as it becomes known; what a fix prints goes by below them on a terminal. */
final class LineView implements Watcher {
  private final PrintStream out;
  private final Paint paint;
  private final Detail detail;
  private final Optional<Screen> screen;
  private final int width;

  /** How much is told. */
  enum Detail {
    /** Steps that went wrong. */
    TROUBLE,
    /** Steps that are news. */
    NEWS,
    /** Every step. */
    STEPS,
    /** Every step, what fixes print, and the diffs of what they changed. */
    OUTPUT
  }

  /**
   * Prints to a stream.
   *
   * @param width of the column of machine names
   * @param screen the terminal, if it is one
   */
  LineView(PrintStream out, Paint paint, int width, Detail detail, Optional<Screen> screen) {
    this.out = out;
    this.paint = paint;
    this.width = width;
    this.detail = detail;
    this.screen = screen;
  }

  @Override
  public void fixing(String machine, Step step) {
    passing(machine, step.title() + " …");
  }

  @Override
  public void output(String machine, Step step, String text) {
    if (detail == Detail.OUTPUT) {
      line(machine, " ".repeat(12) + "| " + text);
    } else {
      passing(machine, step.title() + " | " + text);
    }
  }

  @Override
  public void step(String machine, StepResult result) {
    if (isTold(result.outcome())) {
      String why = result.outcome().why();
      String title = result.title() + (why.isEmpty() ? "" : ": " + why);
      line(machine, paint.tag(result.outcome()) + " " + title);
      if (detail == Detail.OUTPUT || result.outcome() instanceof Outcome.WouldChange) {
        result.diff().ifPresent(diff -> diff.lines().forEach(text -> line(machine, "    " + text)));
      }
    }
  }

  private boolean isTold(Outcome outcome) {
    return switch (detail) {
      case TROUBLE -> outcome instanceof Outcome.Blocked || outcome instanceof Outcome.Failed;
      case NEWS -> isNews(outcome);
      case STEPS, OUTPUT -> true;
    };
  }

  private static boolean isNews(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unchanged unchanged -> !unchanged.why().isEmpty();
      case Outcome.Skipped _, Outcome.Unreachable _ -> false;
      case Outcome.Changed _, Outcome.WouldChange _, Outcome.Blocked _, Outcome.Failed _ -> true;
    };
  }

  @Override
  public void finished(MachineResult result) {
    if (result.steps().isEmpty() || result.outcome() instanceof Outcome.Unreachable) {
      line(result.machine(), paint.tag(result.outcome()) + " " + result.outcome().why());
    }
  }

  private synchronized void line(String machine, String text) {
    out.println((screen.isPresent() ? "\r\u001b[2K" : "") + row(machine, text));
  }

  /** A line that the next one writes over. */
  private synchronized void passing(String machine, String text) {
    screen.ifPresent(
        terminal -> {
          out.print("\r\u001b[2K" + terminal.cut(row(machine, text)));
          out.flush();
        });
  }

  private String row(String machine, String text) {
    return machine + " ".repeat(Math.max(0, width - machine.length())) + "  " + text;
  }
}
