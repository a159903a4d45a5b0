package fleet.probe.kind;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import fleet.probe.Probe;
import fleet.probe.ScriptRows;
import fleet.report.Reading;
import fleet.report.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a probe's script as a look over SSH would, under a shell of one's choice. */
record ProbeShell(List<String> command, Map<String, String> environment) {
  static final List<String> NAMES = List.of("dash", "busybox", "bash");

  /** Longer than any script may take by far, and no measure of its speed. */
  private static final int PATIENCE = 60;

  static ProbeShell of(String name) {
    return new ProbeShell(command(name), Map.of());
  }

  ProbeShell with(String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return new ProbeShell(command, more);
  }

  /** With these tools in front of the system's. */
  ProbeShell withTools(Path folder) {
    return with("PATH", folder + ":" + System.getenv("PATH"));
  }

  private static List<String> command(String name) {
    if (Stream.of(System.getenv("PATH").split(":"))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, name)))) {
      if ("required".equals(System.getenv("FLEET_LAB"))) {
        fail(name + " is not installed");
      }
      abort(name + " is not installed");
    }
    return switch (name) {
      // As an Alpine machine has it: its own tools before all others.
      case "busybox" -> List.of("busybox", "sh");
      // As macOS runs its sh.
      case "bash" -> List.of("bash", "--posix");
      default -> List.of(name);
    };
  }

  Reading<List<Row>> read(Probe probe) throws IOException, InterruptedException {
    return ScriptRows.read(probe, out(probe.script()));
  }

  List<Row> rows(Probe probe) throws IOException, InterruptedException {
    return read(probe) instanceof Reading.Measured<List<Row>>(List<Row> rows)
        ? rows
        : fail("no rows: " + read(probe));
  }

  String out(String script) throws IOException, InterruptedException {
    List<String> words = Stream.concat(command.stream(), Stream.of("-c", script)).toList();
    Path out = Files.createTempFile("probe", ".out");
    Path err = Files.createTempFile("probe", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    Process shell = builder.start();
    try {
      shell.getOutputStream().close();
      assertTrue(shell.waitFor(PATIENCE, TimeUnit.SECONDS), "the script does not end");
      return Files.readString(out, StandardCharsets.UTF_8);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }
}
