package fleet.cli;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.StepResult;
import fleet.converge.Watcher;
import fleet.playbook.Step;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A terminal's view of a run: one line a machine, written over as things happen. Machines that do
 * not fit on the screen are counted; those at work come first.
 */
final class TerminalView implements Watcher {
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream out;
  private final Paint paint;
  private final Screen screen;
  private final int width;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private int drawn;
  private long drawnAt;

  /** What a machine is doing, or how it came out. */
  private record Line(String machine, int steps, String text, boolean working, boolean done) {}

  TerminalView(PrintStream out, Paint paint, Screen screen, List<String> machines) {
    this.out = out;
    this.paint = paint;
    this.screen = screen;
    this.width = machines.stream().mapToInt(String::length).max().orElse(0);
    machines.forEach(name -> lines.put(name, new Line(name, 0, "waiting", false, false)));
  }

  @Override
  public void started(String machine) {
    show(machine, 0, "connecting", true, false);
  }

  @Override
  public void fixing(String machine, Step step) {
    show(machine, 0, step.title() + " …", true, false);
  }

  @Override
  public void output(String machine, Step step, String line) {
    show(machine, 0, step.title() + " | " + line, true, false);
  }

  @Override
  public void step(String machine, StepResult result) {
    show(machine, 1, paint.tag(result.outcome()) + " " + result.title(), true, false);
  }

  @Override
  public void finished(MachineResult result) {
    Outcome outcome = result.outcome();
    String why = result.steps().isEmpty() ? " " + outcome.why() : "";
    show(result.machine(), 0, paint.tag(outcome) + why, false, true);
  }

  private synchronized void show(
      String machine, int more, String text, boolean working, boolean done) {
    Line before = lines.get(machine);
    int steps = (before == null ? 0 : before.steps()) + more;
    lines.put(machine, new Line(machine, steps, text, working, done));
    long now = System.nanoTime();
    if (now - drawnAt > REDRAW_NANOS || lines.values().stream().allMatch(Line::done)) {
      drawnAt = now;
      draw();
    }
  }

  private void draw() {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append("A");
    }
    List<Line> shown = chosen();
    for (Line line : shown) {
      text.append("\u001b[2K").append(screen.cut(row(line))).append('\n');
    }
    text.append("\u001b[2K").append(total(shown.size())).append('\n').append("\u001b[J");
    drawn = shown.size() + 1;
    out.print(text);
    out.flush();
  }

  private List<Line> chosen() {
    int room = Math.max(1, screen.height() - 2);
    if (lines.size() <= room) {
      return List.copyOf(lines.values());
    }
    return lines.values().stream()
        .sorted((a, b) -> Boolean.compare(b.working(), a.working()))
        .limit(room)
        .toList();
  }

  private String row(Line line) {
    return ("%-" + width + "s  %3d  %s").formatted(line.machine(), line.steps(), line.text());
  }

  private String total(int shown) {
    long done = lines.values().stream().filter(Line::done).count();
    String rest = shown < lines.size() ? ", " + shown + " shown" : "";
    return "%d of %d machines done%s".formatted(done, lines.size(), rest);
  }
}
