package fleet.cli.coordinator;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.WholeFile;
import fleet.coordinator.store.AuditChain;
import fleet.coordinator.store.AuditChain.Head;
import fleet.coordinator.store.AuditChain.Verified;
import fleet.coordinator.store.Tables.Chained;
import fleet.coordinator.store.Tables.Entry;
import fleet.registry.Fleet;
import fleet.report.Json;
import fleet.wire.CoordinatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code fleet audit verify}: whether the coordinator's audit is whole, and goes on where it ended
 * when we last looked. How far it went is kept here, where whoever has the coordinator cannot
 * change it.
 */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Proves that no entry of the coordinator's audit was changed, left out or added.")
public final class AuditVerifyCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  record Document(int schema, boolean whole, long entries, long brokenAt, String why) {}

  @Override
  public Integer call() throws CoordinatorException {
    Surroundings here = Surroundings.here();
    Fleet fleet = Members.of(here, registry).fleet();
    Path kept = here.state().resolve("audit/" + fleet.name() + ".json");
    Head before = kept(kept);
    List<Chained> entries = entries(Coordinator.required(here, fleet));
    Verified verified = verify(entries, before);
    if (verified instanceof Verified.Whole(Head head)) {
      WholeFile.write(kept, text(head), "rw-------");
    }
    say(verified, before);
    return verified instanceof Verified.Whole ? Exit.OK : Exit.FAILED;
  }

  /** The chain must hold, and pass through where it ended before. */
  private static Verified verify(List<Chained> entries, Head before) {
    Head last =
        entries.isEmpty()
            ? AuditChain.START
            : new Head(entries.getLast().number(), entries.getLast().hash());
    Verified verified = AuditChain.verify(AuditChain.START, entries, last);
    if (!(verified instanceof Verified.Whole) || before.count() == 0) {
      return verified;
    }
    if (last.count() < before.count()) {
      return new Verified.Broken(
          last.count() + 1,
          "it had %d entries when it was last verified".formatted(before.count()));
    }
    String now = entries.get((int) before.count() - 1).hash();
    return now.equals(before.hash())
        ? verified
        : new Verified.Broken(before.count(), "it had another hash when it was last verified");
  }

  private void say(Verified verified, Head before) {
    Document document =
        switch (verified) {
          case Verified.Whole(Head head) -> new Document(1, true, head.count(), 0, "");
          case Verified.Broken(long number, String why) -> new Document(1, false, 0, number, why);
        };
    if (json) {
      System.out.println(JsonMapper.shared().writeValueAsString(document));
    } else if (document.whole()) {
      System.out.printf(
          "the audit is whole: %d entries%s%n",
          document.entries(),
          before.count() == 0
              ? "; this is the first look"
              : ", %d of them seen before".formatted(before.count()));
    } else {
      System.out.printf(
          "the audit is broken at entry %d: %s%n", document.brokenAt(), document.why());
    }
  }

  private static List<Chained> entries(Coordinator coordinator) throws CoordinatorException {
    List<Chained> all = new ArrayList<>();
    while (true) {
      JsonNode page = coordinator.audit(all.size() + 1L);
      page.path("items").forEach(item -> all.add(chained(item)));
      if (page.path("items").isEmpty() || all.size() >= page.path("total").asLong()) {
        return all;
      }
    }
  }

  private static Chained chained(JsonNode item) {
    return new Chained(
        item.path("number").asLong(),
        new Entry(
            instant(item.path("at").asString("")),
            item.path("actor").asString(""),
            item.path("what").asString(""),
            item.path("subject").asString(""),
            item.path("outcome").asString(""),
            item.path("correlation").asString("")),
        item.path("hash").asString(""));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      return Instant.EPOCH;
    }
  }

  private static Head kept(Path file) {
    try {
      if (!Files.exists(file)) {
        return AuditChain.START;
      }
      JsonNode json = Json.object(Files.readString(file)).orElseThrow(() -> unreadable(file));
      return new Head(json.path("count").asLong(), json.path("hash").asString(""));
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  private static UsageException unreadable(Path file) {
    return new UsageException(
        "%s, which holds how far the audit went, cannot be read: put it back, or remove it to begin anew"
            .formatted(file));
  }

  private static String text(Head head) {
    return JsonMapper.shared()
            .writeValueAsString(
                JsonMapper.shared()
                    .createObjectNode()
                    .put("count", head.count())
                    .put("hash", head.hash()))
        + "\n";
  }
}
