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
        return new Reading.Absent<>(line.substring("!absent ".length()));
      }
      if (line.startsWith("!failed ")) {
        return new Reading.Failed<>(line.substring("!failed ".length()));
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

  private static Object value(Field field, String cell) {
    try {
      return switch (field.type()) {
        case TEXT -> cell;
        case WHOLE -> Long.valueOf(cell);
        case NUMBER -> Double.valueOf(cell);
        case YES_OR_NO -> cell.equals("yes");
      };
    } catch (NumberFormatException _) {
      return cell;
    }
  }
}
