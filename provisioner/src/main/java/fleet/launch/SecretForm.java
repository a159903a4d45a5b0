package fleet.launch;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a value can be the secret that its name says: a description is not one. Pure. */
final class SecretForm {
  private static final Pattern CREDENTIAL =
      Pattern.compile(".*(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$");
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]+-----\\s.*-----END [A-Z0-9 ]+-----\\s*", Pattern.DOTALL);
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)(changeme|todo|tbd|xxx+|none|null|undefined|placeholder|example|secret|password"
              + "|your[-_ ].*|<.*>|\\$\\{.*\\}|\\*+)");
  private static final Map<String, String> PREFIXES =
      Map.of(
          "ANTHROPIC_API_KEY", "sk-ant-",
          "OPENAI_API_KEY", "sk-",
          "GH_TOKEN", "gh",
          "GITHUB_TOKEN", "gh");

  /** What must not come from a secrets folder: it would decide what runs. */
  private static final List<String> RULING =
      List.of(
          "PATH",
          "HOME",
          "SHELL",
          "USER",
          "LOGNAME",
          "IFS",
          "ENV",
          "BASH_ENV",
          "PS4",
          "PWD",
          "TERM",
          "TMPDIR",
          "CDPATH",
          "GLOBIGNORE",
          "SHELLOPTS",
          "BASHOPTS");

  private static final int SHORTEST = 8;
  private static final double LEAST_BITS = 2.0;

  private SecretForm() {}

  /** Why it cannot be; never with the value in it. */
  static Optional<String> problem(String name, String value) {
    if (RULING.contains(name) || name.matches("(LD|DYLD|FLEET)_.*")) {
      return Optional.of("its name is one that rules what runs");
    }
    if (value.indexOf('\0') >= 0) {
      return Optional.of("it holds a NUL");
    }
    if (!CREDENTIAL.matcher(name.toUpperCase(Locale.ROOT)).matches()
        || PEM.matcher(value).matches()) {
      return Optional.empty();
    }
    String bare = value.strip();
    if (bare.isEmpty()) {
      return Optional.of("it is empty");
    }
    int words = bare.split("\\s+", -1).length;
    if (words > 1) {
      return Optional.of("it is a description of %d words, and no secret".formatted(words));
    }
    if (PLACEHOLDER.matcher(bare).matches()) {
      return Optional.of("it is a placeholder, and no secret");
    }
    String prefix = PREFIXES.get(name);
    if (prefix != null && !bare.startsWith(prefix)) {
      return Optional.of("it does not begin with " + prefix);
    }
    return bare.length() < SHORTEST || bits(bare) < LEAST_BITS
        ? Optional.of("it is too short or too plain for a secret")
        : Optional.empty();
  }

  /** Shannon's entropy of a character. */
  private static double bits(String text) {
    Map<Integer, Integer> counts = new HashMap<>();
    text.codePoints().forEach(c -> counts.merge(c, 1, Integer::sum));
    double all = text.codePointCount(0, text.length());
    return counts.values().stream()
        .mapToDouble(count -> -(count / all) * (Math.log(count / all) / Math.log(2)))
        .sum();
  }
}
