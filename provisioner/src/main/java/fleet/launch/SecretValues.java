package fleet.launch;

import fleet.registry.Secrets;
import fleet.yaml.Shown;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a provider printed, read and checked: pure. A refusal never holds a value. */
final class SecretValues {
  private static final String VARIABLE = "[A-Za-z_][A-Za-z0-9_]{0,127}";
  private static final int SHOWN = 200;
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*(?:\"|$)(\\s*:)?", Pattern.DOTALL);

  private SecretValues() {}

  /** Infisical's list of key and value, or one object of them. */
  static Map<String, String> parse(String path, String out) throws RefusedException {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(out);
    } catch (JacksonException _) {
      throw malformed(path, out);
    }
    Map<String, String> values = new LinkedHashMap<>();
    if (json != null && json.isArray()) {
      for (JsonNode item : json) {
        if (!item.path("key").isString() || !item.path("value").isString()) {
          throw malformed(path, out);
        }
        values.put(item.path("key").stringValue(), item.path("value").stringValue());
      }
    } else if (json != null && json.isObject()) {
      for (Map.Entry<String, JsonNode> item : json.properties()) {
        if (!item.getValue().isString()) {
          throw malformed(path, out);
        }
        values.put(item.getKey(), item.getValue().stringValue());
      }
    } else {
      throw malformed(path, out);
    }
    return values;
  }

  /** What stands in quotes, or is as long and mixed as a secret, may be one. */
  private static RefusedException malformed(String path, String out) {
    String head =
        QUOTED
            .matcher(out.strip())
            .replaceAll(
                text -> text.group(1) == null ? "***" : Matcher.quoteReplacement(text.group()))
            .replaceAll("(?=\\S*[0-9])[A-Za-z0-9+/=_-]{12,}", "***");
    return new RefusedException(
        new Refusal(
            "secrets-malformed",
            "the provider does not answer with JSON for %s: %s"
                .formatted(path, Shown.oneLine(head.substring(0, Math.min(SHOWN, head.length())))),
            "infisical export --format=json --path=" + path));
  }

  /** All that must hold of them, and none of it by their mere presence. */
  static Map<String, String> checked(String path, Map<String, String> values, Secrets secrets)
      throws RefusedException {
    if (values.isEmpty()) {
      throw new RefusedException(
          new Refusal(
              "secrets-empty", path + " holds no secret", "infisical secrets --path=" + path));
    }
    List<String> missing =
        secrets.required().stream().filter(key -> !values.containsKey(key)).toList();
    if (!missing.isEmpty()) {
      throw new RefusedException(
          new Refusal(
              "secret-missing",
              "%s lacks %s (found: %s)"
                  .formatted(
                      path,
                      String.join(", ", missing),
                      String.join(", ", new TreeMap<>(values).keySet())),
              "infisical secrets set %s=… --path=%s".formatted(missing.getFirst(), path)));
    }
    for (Map.Entry<String, String> each : values.entrySet()) {
      Optional<String> problem =
          each.getKey().matches(VARIABLE)
              ? SecretForm.problem(each.getKey(), each.getValue())
              : Optional.of("its name is none of an environment variable");
      if (problem.isPresent()) {
        throw new RefusedException(
            new Refusal(
                "secret-form",
                "%s in %s: %s".formatted(Shown.quoted(each.getKey()), path, problem.get()),
                "infisical secrets set %s=… --path=%s"
                    .formatted(each.getKey().replaceAll("[^A-Za-z0-9_]", "_"), path)));
      }
    }
    return values;
  }
}
