package fleet.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Scripts that travel inside the program. */
final class Resource {
  private Resource() {}

  static String text(String name) {
    try (var stream = Objects.requireNonNull(Resource.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LabException("cannot read " + name + " of the program: " + e.getMessage());
    }
  }
}
