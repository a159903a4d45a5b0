package fleet.converge;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The record of one run, a line of JSON for each thing that happened, written as it happens: a run
 * that is killed leaves all that it had done.
 */
public final class Journal implements Watcher, AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private final Writer out;

  private Journal(Writer out) {
    this.out = out;
  }

  /** Begins the journal of a run in a folder of journals, readable by its owner alone. */
  public static Journal begin(
      Path folder, String run, String command, Instant at, List<String> machines) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path file = folder.resolve(run + ".jsonl");
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Writer out =
          Files.newBufferedWriter(
              file,
              StandardCharsets.UTF_8,
              Set.of(StandardOpenOption.APPEND).toArray(StandardOpenOption[]::new));
      Journal journal = new Journal(out);
      journal.write(
          true,
          json -> {
            json.writeStringProperty("event", "begun");
            json.writeStringProperty("run", run);
            json.writeStringProperty("command", command);
            json.writeStringProperty("at", at.toString());
            json.writeArrayPropertyStart("machines");
            machines.forEach(json::writeString);
            json.writeEndArray();
          });
      return journal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A step that was true already may wait for the next line to be written. */
  @Override
  public void step(String machine, StepResult result) {
    write(
        !(result.outcome() instanceof Outcome.Unchanged),
        json -> {
          now(json, "step");
          json.writeStringProperty("machine", machine);
          json.writeObjectPropertyStart("step");
          json.writeStringProperty("id", result.id());
          json.writeStringProperty("title", result.title());
          outcome(json, result.outcome());
          result.diff().ifPresent(diff -> json.writeStringProperty("diff", diff));
          json.writeEndObject();
        });
  }

  @Override
  public void finished(MachineResult result) {
    write(
        true,
        json -> {
          now(json, "machine");
          json.writeStringProperty("machine", result.machine());
          outcome(json, result.outcome());
        });
  }

  /** Notes how the run ended. */
  public void end(int exit) {
    write(
        true,
        json -> {
          now(json, "ended");
          json.writeNumberProperty("exit", exit);
        });
  }

  private static void now(JsonGenerator json, String event) {
    json.writeStringProperty("event", event);
    json.writeStringProperty("at", Instant.now().toString());
  }

  private static void outcome(JsonGenerator json, Outcome outcome) {
    json.writeStringProperty("outcome", outcome.word());
    json.writeStringProperty("why", outcome.why());
  }

  private synchronized void write(boolean atOnce, Consumer<JsonGenerator> event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      event.accept(json);
      json.writeEndObject();
    }
    try {
      out.write(line.append('\n').toString());
      if (atOnce) {
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
