package fleet.cli.health;

import fleet.cli.Exit;
import fleet.cli.Paint;
import fleet.cli.Screen;
import fleet.cli.Surroundings;
import fleet.health.Board;
import fleet.health.FailureClass;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Shows a board in the way that was asked for, and what it ends with. */
public final class HealthView {
  private HealthView() {}

  /** What a look ends with. */
  public static int exit(Board board) {
    return board.ok() ? Exit.OK : board.onlyLostSpoilIt() ? Exit.UNREACHABLE : Exit.FAILED;
  }

  /** One document on standard output; what is for people goes to the other. */
  public static void json(Board board) {
    System.out.println(JsonMapper.shared().writeValueAsString(HealthDocument.of(board)));
    Stream.concat(notes(board).stream(), Stream.of(HealthTable.total(board)))
        .forEach(System.err::println);
  }

  /** A table. */
  public static void table(Board board, Surroundings here) {
    notes(board).forEach(System.err::println);
    lines(board, here).forEach(System.out::println);
  }

  static List<String> lines(Board board, Surroundings here) {
    Optional<Integer> width =
        here.terminal() ? Optional.of(Screen.ofTerminal().width()) : Optional.empty();
    return new HealthTable(new Paint(here.colour()), width, blocks(System.out.charset()))
        .lines(board);
  }

  static List<String> notes(Board board) {
    return Stream.concat(board.notes().stream(), FailureClass.warning(board.failures()).stream())
        .map(note -> "fleet: " + note)
        .toList();
  }

  private static boolean blocks(Charset charset) {
    return charset.newEncoder().canEncode("█░");
  }
}
