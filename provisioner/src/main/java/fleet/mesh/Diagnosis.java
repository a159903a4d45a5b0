package fleet.mesh;

import fleet.yaml.Shown;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the words of a failed OpenSSH mean: a pure function. */
final class Diagnosis {
  private static final int LONGEST = 200;
  private static final int SSH_FAILED = 255;

  /** The shell did not find ssh, or may not run it. */
  private static final Set<Integer> NO_SSH = Set.of(126, 127);

  /** A line that tells, what it tells, and the line without what differs from pair to pair. */
  private record Rule(Reach outcome, Pattern line, String why) {
    static Rule of(Reach outcome, String line, String why) {
      return new Rule(outcome, Pattern.compile(line), why);
    }

    Optional<Finding> read(List<String> lines) {
      return lines.stream().flatMap(line -> read(line).stream()).findFirst();
    }

    private Optional<Finding> read(String line) {
      Matcher matcher = this.line.matcher(line);
      if (!matcher.find()) {
        return Optional.empty();
      }
      StringBuilder text = new StringBuilder();
      matcher.appendReplacement(text, why);
      return Optional.of(new Finding(outcome, printable(text.substring(matcher.start()))));
    }
  }

  private static final String CONNECT = "^ssh: connect to host \\S+ port (\\d+): ";

  /** The first that fits tells; what a jump machine says stands before what follows from it. */
  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              Reach.HOST_KEY_CHANGED,
              "^Offending (\\S+) key in (.+):\\d+$",
              "its host key is not the $1 one in $2"),
          Rule.of(
              Reach.HOST_KEY_CHANGED,
              "^No (\\S+) host key is known for .*",
              "no $1 host key is known for it"),
          Rule.of(Reach.HOST_KEY_CHANGED, "^Host key verification failed.*", "$0"),
          Rule.of(Reach.NAME_UNKNOWN, "^ssh: Could not resolve hostname [^:]*: (.*)", "$1"),
          Rule.of(
              Reach.AUTH_DENIED, "^(\\S+)@\\S+: (Permission denied \\(.*\\)).*", "$2 as user $1"),
          Rule.of(Reach.AUTH_DENIED, "Too many authentication failures", "$0"),
          Rule.of(Reach.REFUSED, CONNECT + "(Connection refused)", "port $1: $2"),
          Rule.of(Reach.TIMEOUT, CONNECT + "(.*timed out)", "port $1: $2"),
          Rule.of(Reach.UNREACHABLE, CONNECT + "(.*)", "port $1: $2"),
          Rule.of(Reach.TIMEOUT, "^Connection timed out during banner exchange", "$0"),
          Rule.of(Reach.TIMEOUT, "^Connection to \\S+ port (\\d+) timed out", "port $1 timed out"),
          Rule.of(Reach.TIMEOUT, "^Timeout, server \\S+ (not responding)", "$1 after the login"),
          Rule.of(Reach.TIMEOUT, "open failed: (.*timed out.*)", "$1"),
          Rule.of(Reach.REFUSED, "open failed: (.*)", "$1"),
          Rule.of(Reach.REFUSED, "^Unable to negotiate with \\S+ port \\d+: (.*)", "$1"));

  private static final Pattern DROPPED =
      Pattern.compile(
          "(kex|ssh)_exchange_identification: |^Connection (closed|reset) by \\S+ port ");
  private static final Pattern PARTING =
      Pattern.compile("^debug1: kex_exchange_identification: banner line \\d+: (.*)");
  private static final String GREETED = "debug1: Remote protocol version ";

  private Diagnosis() {}

  /** What came of a login that did not get as far as to run our command. */
  static Finding of(int status, String out, String err, boolean timedOut) {
    if (timedOut) {
      return new Finding(Reach.TIMEOUT, "no answer in time");
    }
    List<String> all = err.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> lines = all.stream().filter(line -> !line.startsWith("debug")).toList();
    if (NO_SSH.contains(status)) {
      return new Finding(Reach.UNREACHABLE, "not tested: " + last(lines));
    }
    if (status != SSH_FAILED) {
      return loggedIn(status, lines, out);
    }
    Optional<Finding> told = RULES.stream().flatMap(rule -> rule.read(lines).stream()).findFirst();
    if (told.isPresent()) {
      return behindJump(lines, withKeyTrouble(lines, told.get()));
    }
    return lines.stream().anyMatch(line -> DROPPED.matcher(line).find())
        ? dropped(all, lines)
        : new Finding(Reach.UNREACHABLE, "not tested: " + last(lines));
  }

  private static Finding loggedIn(int status, List<String> err, String out) {
    List<String> said = out.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String words = last(said.isEmpty() ? err : said);
    return new Finding(
        Reach.REFUSED, "logged in, but no command runs there (exit " + status + "): " + words);
  }

  /** A connection that was closed before sshd said who it is was dropped by its limits. */
  private static Finding dropped(List<String> all, List<String> lines) {
    if (all.stream().anyMatch(line -> line.startsWith(GREETED))) {
      String before = last(lines.stream().filter(line -> !DROPPED.matcher(line).find()).toList());
      return new Finding(Reach.REFUSED, "closed the connection: " + before);
    }
    return new Finding(
        Reach.THROTTLED,
        all.stream()
            .map(PARTING::matcher)
            .filter(Matcher::find)
            .map(parting -> printable(parting.group(1)))
            .findFirst()
            .orElse("dropped the connection at its beginning"));
  }

  private static Finding withKeyTrouble(List<String> lines, Finding finding) {
    return finding.outcome() != Reach.AUTH_DENIED
        ? finding
        : lines.stream()
            .filter(line -> line.startsWith("Load key "))
            .findFirst()
            .map(line -> new Finding(finding.outcome(), printable(line) + "; " + finding.why()))
            .orElse(finding);
  }

  private static Finding behindJump(List<String> lines, Finding finding) {
    return lines.stream().anyMatch(line -> line.contains("UNKNOWN port 65535"))
        ? new Finding(finding.outcome(), "on the way through its jump machine: " + finding.why())
        : finding;
  }

  private static String last(List<String> lines) {
    return lines.isEmpty() ? "nothing was said" : printable(lines.getLast());
  }

  private static String printable(String line) {
    String shown = Shown.oneLine(line.strip());
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
  }
}
