package fleet.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a lab wrote down about itself, in its directory.
 *
 * @param ready whether its `up` ended well
 * @param machines in the registry's order
 */
record LabRecord(int slot, boolean ready, List<Entry> machines) {
  /** One machine: its Debian release, its addresses and the cables that it is on. */
  record Entry(String name, int debian, boolean mac, String address, Optional<String> lan) {}

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Optional<LabRecord> read(Path lab) {
    Path file = file(lab);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Disk.read(file), LabRecord.class));
    } catch (JacksonException e) {
      throw new LabException(file + " is damaged: fleet lab down, then up again");
    }
  }

  void write(Path lab) {
    Disk.write(file(lab), JSON.writeValueAsString(this), "rw-------");
  }

  LabRecord asReady() {
    return new LabRecord(slot, true, machines);
  }

  private static Path file(Path lab) {
    return lab.resolve("lab.json");
  }
}
