package fleet.cli.health;

import fleet.cli.Screen;
import fleet.cli.Surroundings;
import fleet.health.Board;
import fleet.health.Lookout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks again and again until it is interrupted: a screen that is painted over, or the changes. */
public final class Watching {
  private Watching() {}

  public static void until(Lookout lookout, Duration pause, Surroundings here)
      throws InterruptedException {
    Optional<Board> before = Optional.empty();
    if (here.terminal()) {
      System.out.print("\u001b[2J");
    }
    while (true) {
      Board board = lookout.look();
      if (here.terminal()) {
        System.out.print(screen(board, here));
        System.out.flush();
      } else {
        news(before, board);
      }
      before = Optional.of(board);
      Thread.sleep(pause);
    }
  }

  private static void news(Optional<Board> before, Board board) {
    List<String> known = before.map(HealthView::notes).orElse(List.of());
    HealthView.notes(board).stream()
        .filter(note -> !known.contains(note))
        .forEach(System.err::println);
    Changes.between(before, board).forEach(System.out::println);
  }

  private static String screen(Board board, Surroundings here) {
    Screen screen = Screen.ofTerminal();
    List<String> lines = new ArrayList<>(HealthView.notes(board));
    lines.addAll(HealthView.lines(board, here));
    String total = lines.removeLast() + ", " + board.source() + ", " + board.asOf();
    int room = Math.max(1, screen.height() - 2);
    StringBuilder text = new StringBuilder("\u001b[H");
    lines.stream().limit(room).forEach(line -> text.append(screen.cut(line)).append("\u001b[K\n"));
    String more = lines.size() > room ? " (%d lines more)".formatted(lines.size() - room) : "";
    return text.append(screen.cut(total + more)).append("\u001b[K\n\u001b[J").toString();
  }
}
