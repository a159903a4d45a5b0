package fleet.coordinator.store;

import fleet.report.Beat;
import fleet.report.HealthReport;
import fleet.report.Trouble;
import fleet.verdict.Heard;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** A store on either database. */
final class SqlStore implements Store {
  private final Database database;
  private final Function<HealthReport, List<Trouble>> judge;
  private final KeyCache keys;
  private final Roster roster;
  private final Pulses pulses;
  private final Writer writer;
  private final Optional<KeyWatch> watch;

  SqlStore(Database database, Function<HealthReport, List<Trouble>> judge, int mostBehind) {
    this.database = database;
    this.judge = judge;
    Migrations.apply(database, Migrations.ALL);
    keys = new KeyCache(database.own());
    roster = new Roster(database);
    try (Session session = new Session(database, false)) {
      pulses = database.own() ? new PulseMemory(session, mostBehind) : new PulseTable();
    }
    writer = new Writer(database, this::work);
    watch = database.own() ? Optional.empty() : Optional.of(new KeyWatch(database, keys));
  }

  @Override
  public <T> T read(Work<T> work) {
    try (Session session = new Session(database, false)) {
      return work.in(tables(session));
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    return inSession(session -> work.in(tables(session)));
  }

  private <T> T inSession(Function<Session, T> part) {
    var job = new WorkJob<T>(part);
    writer.add(job);
    try {
      return job.future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public CompletableFuture<Taken> beats(String machine, List<Beat> beats, Heard heard) {
    if (beats.isEmpty()) {
      throw new IllegalArgumentException("no beats");
    }
    var job =
        new BeatsJob(
            machine, beats.stream().map(beat -> Intake.Ready.of(beat, heard, judge)).toList());
    writer.add(job);
    return job.future;
  }

  private SqlTables tables(Session session) {
    return new SqlTables(session, roster, pulses, keys);
  }

  private void work(Session session, List<Writer.Job> jobs) {
    List<WorkJob<?>> works = new ArrayList<>();
    List<BeatsJob> beats = new ArrayList<>();
    for (Writer.Job job : jobs) {
      switch (job) {
        case WorkJob<?> one -> works.add(one);
        case BeatsJob one -> beats.add(one);
      }
    }
    if (!works.isEmpty()) {
      database.exclude(session);
      works.forEach(job -> job.run(session));
    }
    if (!beats.isEmpty()) {
      BeatLog.take(session, roster, pulses, beats);
    }
  }

  @Override
  public void thin(Instant now) {
    Thinning.run(now, step -> inSession(step::applyAsLong), database);
  }

  @Override
  public void backup(Path file) {
    database.backup(file);
  }

  @Override
  public void close() {
    watch.ifPresent(KeyWatch::close);
    writer.close();
    database.close();
  }
}
