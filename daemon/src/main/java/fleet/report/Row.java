package fleet.report;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that a probe saw (a mount, a service, a session) as named values. A value is a text, a
 * {@code Long}, a {@code Double} or a {@code Boolean}; one that a reader does not know is kept, and
 * one that it misses is absent, so that agents and coordinators of different ages understand each
 * other.
 */
public record Row(SortedMap<String, Object> values) {
  public Row {
    values = new TreeMap<>(values);
    values.forEach(Row::require);
  }

  /** Of names and values by turns. */
  public static Row of(Object... namesAndValues) {
    var values = new TreeMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Row(values);
  }

  public Row with(String name, Object value) {
    var more = new TreeMap<>(values);
    more.put(name, value);
    return new Row(more);
  }

  public Row without(String... names) {
    var fewer = new TreeMap<>(values);
    for (String name : names) {
      fewer.remove(name);
    }
    return new Row(fewer);
  }

  public Optional<String> text(String name) {
    return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public OptionalLong whole(String name) {
    return values.get(name) instanceof Long whole ? OptionalLong.of(whole) : OptionalLong.empty();
  }

  public OptionalDouble number(String name) {
    return values.get(name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** Whether it is there and true. */
  public boolean is(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** Whether it is there and false; unknown is neither. */
  public boolean isNot(String name) {
    return Boolean.FALSE.equals(values.get(name));
  }

  private static void require(String name, Object value) {
    if (!(value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean)) {
      throw new IllegalArgumentException(name + ": " + value.getClass());
    }
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
