package fleet.launch;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent would ask a person first, answered in its own settings: whether it may work in the
 * session's folder. All else that stands there is kept. Pure.
 *
 * @param file in the home
 */
record Trust(String file, Form form) {
  /** How an agent keeps what it trusts. */
  enum Form {
    CLAUDE,
    CODEX,
    GEMINI
  }

  /** Where that agent keeps it; nothing for one that we do not know. */
  static Optional<Trust> of(String program) {
    return switch (program.substring(program.lastIndexOf('/') + 1)) {
      case "claude" -> Optional.of(new Trust(".claude.json", Form.CLAUDE));
      case "codex" -> Optional.of(new Trust(".codex/config.toml", Form.CODEX));
      case "gemini" -> Optional.of(new Trust(".gemini/trustedFolders.json", Form.GEMINI));
      default -> Optional.empty();
    };
  }

  /** The file as it has to be; nothing where it is so already, or is none that we understand. */
  Optional<String> with(String text, String folder) {
    return switch (form) {
      case CODEX -> toml(text, folder);
      case CLAUDE ->
          json(
              text,
              root -> {
                root.put("hasCompletedOnboarding", true);
                child(child(root, "projects"), folder).put("hasTrustDialogAccepted", true);
              });
      case GEMINI -> json(text, root -> root.put(folder, "TRUST_FOLDER"));
    };
  }

  private interface Change {
    void on(ObjectNode root);
  }

  private static Optional<String> json(String text, Change change) {
    try {
      JsonNode before =
          text.isBlank()
              ? JsonMapper.shared().createObjectNode()
              : JsonMapper.shared().readTree(text);
      if (!(before instanceof ObjectNode root)) {
        return Optional.empty();
      }
      ObjectNode after = root.deepCopy();
      change.on(after);
      return after.equals(before)
          ? Optional.empty()
          : Optional.of(
              JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(after)
                  + "\n");
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }

  private static Optional<String> toml(String text, String folder) {
    String head = "[projects.\"" + folder.replace("\\", "\\\\").replace("\"", "\\\"") + "\"]";
    if (text.lines().anyMatch(line -> line.strip().equals(head))) {
      return Optional.empty();
    }
    String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return Optional.of(text + end + "\n" + head + "\ntrust_level = \"trusted\"\n");
  }
}
