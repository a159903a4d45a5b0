package fleet.probe;

import fleet.report.Reading;
import fleet.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Reads what a probe's script printed. */
public final class ScriptRows {
  private ScriptRows() {}

  public static Reading<List<Row>> read(Probe probe, String out) {
    List<Row> rows = new ArrayList<>();
    for (String line : out.lines().filter(line -> !line.isBlank()).toList()) {
      if (line.startsWith("!absent ")) {
        return new Reading.Absent<>(shown(line.substring("!absent ".length())));
      }
      if (line.startsWith("!failed ")) {
        return new Reading.Failed<>(shown(line.substring("!failed ".length())));
      }
      rows.add(row(probe.fields(), line.split("\t", -1)));
    }
    return new Reading.Measured<>(List.copyOf(rows));
  }

  private static Row row(List<Field> fields, String[] cells) {
    var values = new TreeMap<String, Object>();
    for (int i = 0; i < Math.min(cells.length, fields.size()); i++) {
      if (!cells[i].isEmpty()) {
        values.put(fields.get(i).name(), value(fields.get(i), cells[i]));
      }
    }
    return new Row(values);
  }

  /** A value that has not its field's form stays a text, and no judge takes it for a figure. */
  private static Object value(Field field, String cell) {
    try {
      return switch (field.type()) {
        case TEXT -> shown(cell);
        case WHOLE -> Long.valueOf(cell);
        case NUMBER -> number(cell);
        case YES_OR_NO ->
            switch (cell) {
              case "yes" -> true;
              case "no" -> false;
              default -> shown(cell);
            };
      };
    } catch (NumberFormatException _) {
      return shown(cell);
    }
  }

  private static double number(String cell) {
    double number = Double.parseDouble(cell);
    if (!Double.isFinite(number)) {
      throw new NumberFormatException(cell);
    }
    return number;
  }

  /** One line without control characters, which a report does not carry. */
  static String shown(String text) {
    return text.codePoints()
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
