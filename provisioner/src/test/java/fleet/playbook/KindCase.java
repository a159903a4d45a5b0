package fleet.playbook;

import fleet.registry.Machine;
import fleet.yaml.Fields;
import fleet.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A case as read for one temporary root; {@link KindCasesTest} says what it may hold. */
record KindCase(Fields says, Path root) {
  private static final List<String> KEYS =
      List.of(
          "case",
          "step",
          "vars",
          "facts",
          "needs",
          "given",
          "path",
          "before",
          "show",
          "fix",
          "why",
          "result",
          "meanwhile",
          "undone",
          "left",
          "error",
          "alone");
  private static final List<String> FACTS =
      List.of("os", "distro", "version", "arch", "manager", "user", "uid", "shell", "sudo");

  static KindCase read(Path file, Path root) throws IOException {
    String text = Files.readString(file).replace("${root}", root.toString());
    return new KindCase(Fields.of(Yaml.read(file.toString(), text), "a case", KEYS), root);
  }

  boolean asRoot() {
    return says.names("needs").contains("root");
  }

  /**
   * Its step, compiled as a run compiles it; what it names beside the playbook lies in the root.
   */
  Step compile() {
    var settings =
        new Playbook.Settings("case", root, false, List.of(), vars(), Set.of(), Optional.empty());
    StepText text = StepText.read(says.required("step"), settings);
    var playbook = new Playbook("case", root.resolve("case.yaml"), "", List.of(text));
    return new Compiler(List.of(playbook), Set.of(), Map.of())
        .compile(machine(), facts())
        .getFirst();
  }

  private Map<String, String> vars() {
    Map<String, String> vars = new HashMap<>();
    says.entries("vars").forEach(e -> vars.put(e.key().text(), e.value().asText("a variable")));
    return vars;
  }

  private static Machine machine() {
    return new Machine(
        "m1",
        "100.64.0.1",
        Optional.empty(),
        "dev",
        List.of("dev"),
        22,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        1,
        Optional.empty(),
        List.of(),
        false,
        Optional.empty());
  }

  private Facts facts() {
    Optional<Fields> own = says.fields("facts", FACTS);
    return new Facts(
        fact(own, "os", "linux"),
        fact(own, "distro", "debian"),
        fact(own, "version", "13"),
        fact(own, "arch", "x86_64"),
        fact(own, "manager", "apt"),
        fact(own, "user", asRoot() ? "root" : "dev"),
        Integer.parseInt(fact(own, "uid", asRoot() ? "0" : "1000")),
        root + "/home",
        fact(own, "shell", "/bin/sh"),
        "m1",
        fact(own, "sudo", "true").equals("true"),
        "boot");
  }

  private static String fact(Optional<Fields> own, String name, String otherwise) {
    return own.map(fields -> fields.text(name, otherwise)).orElse(otherwise);
  }
}
