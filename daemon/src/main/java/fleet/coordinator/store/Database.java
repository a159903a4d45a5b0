package fleet.coordinator.store;

import java.nio.file.Path;
import java.sql.SQLException;

/** One of the two databases that a store stands on, with all in which they differ. */
interface Database extends AutoCloseable {
  /** Connections that only read, each session all of one moment. */
  Pool reading();

  Pool writing();

  /** What went wrong in one line, with what mends it. */
  StoreException explained(SQLException e);

  /** Whether it is not the statement that is wrong but the disk or the way there. */
  boolean unwell(SQLException e);

  /** Whether no other process writes to it, so that memory may know better than the disk. */
  boolean own();

  /** A statement of a migration in this database's own words. */
  String migration(String statement);

  /** Lets other coordinators' works wait until the transaction ends. */
  void exclude(Session session);

  /** Gives room that thinning has freed back to the disk, a little at a time. */
  boolean shrink(Session session);

  void backup(Path file);

  @Override
  void close();
}
