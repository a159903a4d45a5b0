package fleet.cli.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The form of {@code fleet health --json}, which programs stand on. */
public final class HealthSchema {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text());

  private HealthSchema() {}

  /** Fails unless the text is one document of that form. */
  public static void holds(String document) {
    assertEquals(
        List.of(), SCHEMA.validate(JsonMapper.shared().readTree(document)), () -> document);
  }

  private static String text() {
    try (var in =
        Objects.requireNonNull(HealthSchema.class.getResourceAsStream("health.schema.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
