package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.yaml.Yaml;
import fleet.yaml.YamlNode;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step kind that CONTRIBUTING.md shows is one. */
class ContributingTest {
  @TempDir private Path folder;

  @Test
  void itsExampleCompilesAndLooks() throws Exception {
    StepKind kind = compiled(example());
    YamlNode node = Yaml.read(Files.writeString(folder.resolve("step.yaml"), "name: m7\n"));
    Scope scope = new Scope(Map.of(), "/home/dev", folder);
    Arguments in = Arguments.read("hostname", kind.parameters(), node, scope);
    Contract contract = kind.compile(in, Facts.everyKind().getFirst());

    assertEquals("hostname m7", contract.title());
    assertEquals("m7", contract.wanted());
    assertTrue(contract.fix().isPresent() && contract.undo().isPresent());
    assertEquals(Files.readString(Path.of("/proc/sys/kernel/hostname")), looks(contract));
  }

  private static String looks(Contract contract) throws Exception {
    String script =
        Script.opening(false, "/home/dev") + contract.library() + contract.check().sh() + "\n";
    Process sh = new ProcessBuilder("sh", "-c", script).start();
    return new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The first Java block, without the indentation of the list that it stands in. */
  private static String example() throws Exception {
    String text = Files.readString(Path.of("../CONTRIBUTING.md"));
    int begin = text.indexOf("```java\n") + "```java\n".length();
    return text.substring(begin, text.indexOf("```", begin)).stripIndent();
  }

  private StepKind compiled(String source) throws Exception {
    Path file = folder.resolve("fleet/playbook/kind/HostnameKind.java");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "package fleet.playbook.kind;\n\nimport fleet.playbook.*;\n\n" + source);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    StringWriter said = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options = List.of("-proc:none", "-cp", classPath, "-d", folder.toString());
      boolean ok =
          compiler.getTask(said, files, null, options, null, files.getJavaFileObjects(file)).call();
      assertTrue(ok, said::toString);
    }
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      return (StepKind)
          loader.loadClass("fleet.playbook.kind.HostnameKind").getConstructor().newInstance();
    }
  }
}
