package fleet.probe;

import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Trouble;
import java.time.Duration;
import java.util.List;

/**
 * One subject that a machine is asked about. Its class is found by its name: {@code disk} is {@code
 * fleet.probe.kind.DiskProbe}.
 *
 * <p>The same rows come from two places: the agent measures in Java where that is the best source,
 * and a look over SSH runs the script, for which a machine needs nothing but sh.
 */
public interface Probe {
  /** What a row holds, in the order in which the script prints it. */
  List<Field> fields();

  /** After this long the question is given up, and its reading says so. */
  default Duration limit() {
    return Duration.ofSeconds(5);
  }

  /**
   * POSIX sh that prints a row a line, its values in the order of {@link #fields()} with tabs
   * between and nothing for a value that there is not; or one line {@code !absent why} or {@code
   * !failed why}.
   */
  String script();

  /** By the agent, on its own machine. */
  default Reading<List<Row>> measure(Setting setting) throws Exception {
    return ShProbe.run(this, setting);
  }

  /**
   * How long a reading stays good where the agent stays up: for what is dear to ask and seldom new.
   */
  default Duration keeps() {
    return Duration.ZERO;
  }

  /** What is wrong, as far as these rows show. */
  List<Trouble> judge(List<Row> rows);

  /**
   * What of the rows counts as a change worth a full report: without what moves all the time, or
   * with it rounded.
   */
  default List<Row> gist(List<Row> rows) {
    return rows;
  }
}
