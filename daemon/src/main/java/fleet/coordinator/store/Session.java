package fleet.coordinator.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One transaction. Its connection is taken when the first statement wants it, so that what memory
 * answers costs nothing; it is rolled back unless {@link #commit} was called.
 */
final class Session implements AutoCloseable {
  private final Database database;
  private final boolean writes;
  private final Pool pool;
  private final List<Runnable> whenCommitted = new ArrayList<>();
  private @Nullable Connection connection;
  private @Nullable StoreException broken;

  Session(Database database, boolean writes) {
    this.database = database;
    this.writes = writes;
    pool = writes ? database.writing() : database.reading();
  }

  /** Makes a value of a row. */
  @FunctionalInterface
  interface Mapper<T> {
    T of(ResultSet row) throws SQLException;
  }

  boolean writes() {
    return writes;
  }

  /** Whether it has asked the database, and so sees that moment until its end. */
  boolean begun() {
    return connection != null;
  }

  <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... values) {
    List<T> all = new ArrayList<>();
    each(sql, mapper, all::add, values);
    return all;
  }

  <T> Optional<T> one(String sql, Mapper<T> mapper, @Nullable Object... values) {
    return list(sql, mapper, values).stream().findFirst();
  }

  long number(String sql, @Nullable Object... values) {
    return one(sql, row -> row.getLong(1), values).orElse(0L);
  }

  <T> void each(String sql, Mapper<T> mapper, Consumer<T> use, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      statement.setFetchSize(5000);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          use.accept(mapper.of(rows));
        }
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  int change(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** A statement without values, run to its end however many rows it would give. */
  void run(String sql) {
    try (Statement statement = connection().createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The same change with each of these values. */
  void changeAll(String sql, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = prepare(sql)) {
      for (@Nullable Object[] values : rows) {
        set(statement, values);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection().prepareStatement(sql);
    set(statement, values);
    return statement;
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case Long whole -> statement.setLong(i + 1, whole);
        case Integer whole -> statement.setLong(i + 1, whole);
        case Long[] all ->
            statement.setArray(i + 1, statement.getConnection().createArrayOf("bigint", all));
        case null, default -> statement.setObject(i + 1, values[i]);
      }
    }
  }

  /** After trouble with the disk there may be no transaction any more, and nothing more is done. */
  private StoreException failure(SQLException e) {
    StoreException why = database.explained(e);
    if (database.unwell(e) && broken == null) {
      broken = why;
    }
    return why;
  }

  private Connection connection() throws SQLException {
    if (broken != null) {
      throw broken;
    }
    if (connection == null) {
      connection = pool.take();
    }
    return connection;
  }

  /** Runs a part that leaves nothing behind where it fails, while the rest goes on. */
  void part(Runnable part) {
    int before = whenCommitted.size();
    try {
      Savepoint start = connection().setSavepoint();
      try {
        part.run();
      } catch (RuntimeException | Error e) {
        connection().rollback(start);
        whenCommitted.subList(before, whenCommitted.size()).clear();
        throw e;
      } finally {
        connection().releaseSavepoint(start);
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** What memory learns once this transaction is durable. */
  void whenCommitted(Runnable then) {
    whenCommitted.add(then);
  }

  void commit() {
    try {
      if (connection != null) {
        connection().commit();
      }
    } catch (SQLException e) {
      broken = database.explained(e);
      throw broken;
    }
    whenCommitted.forEach(Runnable::run);
    whenCommitted.clear();
  }

  @Override
  public void close() {
    if (connection == null) {
      return;
    }
    try (Connection ended = connection) {
      if (broken == null) {
        ended.rollback();
      } else {
        pool.drop(ended);
      }
    } catch (SQLException _) {
      // What was not committed is gone either way.
      pool.drop(connection);
    }
  }
}
