package fleet.coordinator.store;

import fleet.report.Beat;
import fleet.verdict.Heard;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a coordinator knows. What {@link #write} and {@link #beats} did is on the disk when they are
 * done. {@link StoreException} says what is wrong with the disk or the database, and the call may
 * be made again.
 */
public interface Store extends AutoCloseable {
  /** Reads of one moment. */
  <T> T read(Work<T> work);

  /** One transaction: all of it or, after an exception, nothing. */
  <T> T write(Work<T> work);

  /**
   * Stores a machine's beats, those that it has already left out, in one commit with other
   * machines' beats.
   *
   * <p>The future is completed on the store's own thread: wait for it, or go on elsewhere.
   *
   * @param machine its id
   * @param beats of one series, as a rule; at least one
   */
  CompletableFuture<Taken> beats(String machine, List<Beat> beats, Heard heard);

  /** Deletes what is too old to be kept: beats over a day but one an hour, all over a month. */
  void thin(Instant now);

  /** A whole copy that can be restored, taken while the store is in use. */
  void backup(Path file);

  @Override
  void close();

  /**
   * What became of beats, once they are durable.
   *
   * @param number the highest number of the last beat's series that is stored
   * @param wantsReport whether a report is missing: none ever came, or beats before these were lost
   */
  record Taken(long number, boolean wantsReport) {}

  /** What is done with the tables in one transaction; it must not ask the store itself. */
  @FunctionalInterface
  interface Work<T> {
    T in(Tables tables);
  }
}
