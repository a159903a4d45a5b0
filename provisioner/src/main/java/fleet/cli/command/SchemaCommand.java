package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.UsageException;
import fleet.playbook.PlaybookSchema;
import fleet.registry.Registry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet schema}: what editors want to know of the two file formats. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema of fleet.yaml or of playbooks, for editors.")
public final class SchemaCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FORMAT", description = "registry or playbook.")
  private String format = "";

  @Override
  public Integer call() {
    System.out.print(
        switch (format) {
          case "registry" -> Registry.schema();
          case "playbook" -> written();
          default -> throw new UsageException("schema is of registry or playbook, not " + format);
        });
    return Exit.OK;
  }

  private static String written() {
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return json.writeValueAsString(PlaybookSchema.document()) + "\n";
  }
}
