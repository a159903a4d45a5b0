package fleet.launch;

import fleet.registry.Machine;
import fleet.registry.Project;
import fleet.registry.Secrets;
import fleet.shell.Answer;
import fleet.shell.Fragment;
import fleet.shell.Quote;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a project's secrets, once a launch: from Infisical by the machine's own identity, or from
 * the operator's environment or command. They are in memory only, here as there.
 */
public record SecretSource(
    Optional<Secrets> secrets, Project project, Map<String, String> operatorsEnvironment)
    implements Launch.Environment {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String TEXT = SessionScript.resource("infisical.sh");
  private static final String END = "@@fleet ";

  @Override
  public Map<String, String> of(Machine machine, Shell shell, boolean machineIdentity)
      throws RefusedException, UnreachableException {
    if (secrets.isEmpty()) {
      return Map.of();
    }
    Secrets from = secrets.get();
    String path = project.secrets().orElse("/");
    if (path.endsWith("/vault") || path.contains("/vault/")) {
      throw new RefusedException(
          new Refusal("secrets-vault", path + " is a vault: it is never given to an agent", ""));
    }
    return switch (from.provider()) {
      case ENV -> SecretValues.checked("the operator's environment", named(from), from);
      case COMMAND -> SecretValues.checked(path, byCommand(from, path), from);
      case INFISICAL ->
          project.secrets().isEmpty()
              ? Map.of()
              : SecretValues.checked(path, infisical(machine, shell, machineIdentity, path), from);
    };
  }

  /**
   * Only those that fleet.yaml names: the rest of the operator's environment is nobody's business.
   */
  private Map<String, String> named(Secrets from) {
    List<String> names = new ArrayList<>(from.required());
    from.shared().ifPresent(shared -> names.addAll(shared.keys()));
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : names) {
      String value = operatorsEnvironment.get(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private static Map<String, String> byCommand(Secrets from, String path) throws RefusedException {
    try {
      ProcessBuilder command =
          new ProcessBuilder(from.command()).redirectError(ProcessBuilder.Redirect.DISCARD);
      command.environment().put("FLEET_SECRETS_PATH", path);
      Process process = command.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw commandFailed(from, "it did not end with 0");
      }
      return SecretValues.parse(path, out);
    } catch (IOException e) {
      throw commandFailed(from, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw commandFailed(from, "interrupted");
    }
  }

  private static RefusedException commandFailed(Secrets from, String why) {
    return new RefusedException(
        new Refusal(
            "secrets-failed",
            "the command of secrets, %s: %s".formatted(from.command().getFirst(), why),
            "FLEET_SECRETS_PATH=/ " + String.join(" ", from.command())));
  }

  private Map<String, String> infisical(
      Machine machine, Shell shell, boolean machineIdentity, String path)
      throws RefusedException, UnreachableException {
    if (!machineIdentity) {
      throw new RefusedException(
          new Refusal(
              "secrets-identity",
              "%s has no machine identity for Infisical in ~/.infisical-ua"
                  .formatted(machine.name()),
              "fleet apply secrets --on " + machine.name()));
    }
    List<String> paths = new ArrayList<>(List.of(path, path + "/staging"));
    Optional<Secrets.Shared> shared = secrets.flatMap(Secrets::shared);
    shared.ifPresent(more -> paths.add(more.source()));
    StringBuilder script = new StringBuilder(TEXT).append("export_all");
    paths.forEach(each -> script.append(' ').append(Quote.sh(each)));
    Answer answer =
        shell
            .run(List.of(new Fragment("secrets", script.append('\n').toString(), LIMIT, false)))
            .getFirst();
    List<Section> sections = sections(answer.out());
    if (sections.size() != paths.size()) {
      throw new RefusedException(
          new Refusal(
              "secrets-failed",
              "Infisical on %s: %s".formatted(machine.name(), last(answer.err())),
              "fleet ssh %s infisical login --method=universal-auth".formatted(machine.name())));
    }
    Map<String, String> all = new LinkedHashMap<>();
    if (shared.isPresent()) {
      Map<String, String> offered = sections.get(2).values(shared.get().source());
      shared.get().keys().stream()
          .filter(offered::containsKey)
          .forEach(key -> all.put(key, String.valueOf(offered.get(key))));
    }
    all.putAll(sections.get(0).values(path));
    // There need be no overlay.
    if (sections.get(1).status() == 0) {
      all.putAll(sections.get(1).values(path + "/staging"));
    }
    return all;
  }

  /** What one folder's export printed. */
  private record Section(String out, int status, String why) {
    Map<String, String> values(String path) throws RefusedException {
      if (status != 0) {
        throw new RefusedException(
            new Refusal(
                "secrets-failed",
                "infisical export of %s ended with %d: %s".formatted(path, status, why),
                "infisical export --format=json --path=" + path));
      }
      return SecretValues.parse(path, out);
    }
  }

  private static List<Section> sections(String out) {
    List<Section> sections = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (String line : out.lines().toList()) {
      if (line.startsWith(END)) {
        String[] words = line.substring(END.length()).split(" ", 2);
        int status = words[0].matches("[0-9]{1,3}") ? Integer.parseInt(words[0]) : 255;
        sections.add(new Section(text.toString(), status, words.length > 1 ? words[1] : ""));
        text.setLength(0);
      } else {
        text.append(line).append('\n');
      }
    }
    return sections;
  }

  private static String last(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .reduce("no answer", (_, line) -> line)
        .strip();
  }
}
