package fleet.agent;

import fleet.registry.Ulid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * The numbers of a series of beats. They are set aside in blocks, so that none is given twice after
 * a crash, and beats have numbers while the disk is full; those left of a block are never given.
 */
final class Numbers {
  private static final long BLOCK = 64;

  private final Path file;
  private String series;
  private long last;
  private long setAside;
  private long dropped;

  private Numbers(Path file, String series, long last, long dropped) {
    this.file = file;
    this.series = series;
    this.last = last;
    this.setAside = last;
    this.dropped = dropped;
  }

  /**
   * Goes on after all that were given, or begins a new series where that is not known.
   *
   * @param highest the highest number that still lies in the spool
   */
  static Numbers open(Path file, long highest) {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      if (words.length == 3 && words[0].matches("ser_[0-9A-Z]{26}")) {
        long given = Long.parseLong(words[1]);
        return new Numbers(file, words[0], Math.max(given, highest), Long.parseLong(words[2]));
      }
    } catch (IOException | IllegalArgumentException _) {
      return new Numbers(file, fresh(), highest, 0);
    }
    return new Numbers(file, fresh(), highest, 0);
  }

  private static String fresh() {
    return Ulid.next("ser", InstantSource.system(), new SecureRandom());
  }

  String series() {
    return series;
  }

  long next() {
    if (last == setAside) {
      setAside += BLOCK;
      if (!save()) {
        // Whether these were given would be forgotten: a series that nobody goes on with.
        series = fresh();
      }
    }
    return ++last;
  }

  /** How many full reports were dropped since this was last asked. */
  long takeDropped() {
    long taken = dropped;
    dropped = 0;
    if (taken > 0) {
      save();
    }
    return taken;
  }

  void drop(long more) {
    dropped += more;
    save();
  }

  private boolean save() {
    try {
      String text = "%s %d %d\n".formatted(series, setAside, dropped);
      Durable.write(file, text.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
