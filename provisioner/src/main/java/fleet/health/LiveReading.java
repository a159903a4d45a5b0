package fleet.health;

import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.probe.ScriptRows;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.shell.Answer;
import fleet.yaml.Shown;
import java.util.List;
import java.util.Optional;

/**
 * From what a machine printed to a reading: what is not understood is a failure, for figures that
 * nobody can read would pass for good ones.
 */
final class LiveReading {
  private static final int MOST_CHARACTERS = 64 * 1024;
  private static final int MOST_ROWS = 200;

  private LiveReading() {}

  static Reading<List<Row>> of(Probe probe, Answer answer) {
    if (answer.timedOut()) {
      return new Reading.TimedOut<>(probe.limit());
    }
    if (answer.out().length() > MOST_CHARACTERS) {
      return new Reading.Failed<>("printed more than %d KiB".formatted(MOST_CHARACTERS / 1024));
    }
    return switch (ScriptRows.read(probe, answer.out())) {
      case Reading.Measured<List<Row>>(List<Row> rows) -> checked(probe, answer, rows);
      case Reading<List<Row>> told -> told;
    };
  }

  private static Reading<List<Row>> checked(Probe probe, Answer answer, List<Row> rows) {
    if (answer.status() != 0) {
      return new Reading.Failed<>("ended with " + answer.status() + last(answer.err()));
    }
    if (rows.size() > MOST_ROWS) {
      return new Reading.Failed<>("printed more than %d rows".formatted(MOST_ROWS));
    }
    Optional<String> odd =
        rows.stream()
            .flatMap(row -> probe.fields().stream().flatMap(field -> odd(field, row).stream()))
            .findFirst();
    return odd.<Reading<List<Row>>>map(Reading.Failed::new)
        .orElseGet(() -> new Reading.Measured<>(rows));
  }

  /** Such a value is left as it was printed where it has not its field's form. */
  private static Optional<String> odd(Field field, Row row) {
    return field.type() == Field.Type.TEXT
        ? Optional.empty()
        : row.text(field.name())
            .map(
                text ->
                    "printed what cannot be read: %s for %s"
                        .formatted(Shown.quoted(text), field.name()));
  }

  private static String last(String err) {
    return err.lines()
        .filter(line -> !line.isBlank())
        .reduce((_, last) -> last)
        .map(line -> ": " + Shown.oneLine(line.strip()))
        .orElse("");
  }
}
