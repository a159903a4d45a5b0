package fleet.health;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What kind of failure a reason tells of, and so what to do about it: a pure function of the words
 * of our own messages and of the tools that they quote. The first class whose words are in the
 * reason has it.
 */
public enum FailureClass {
  /** Something on the machine is used up: make room. */
  RESOURCE(
      "no space left|disk quota|read-only file system|cannot allocate memory|out of memory"
          + "|too many open files|resource temporarily unavailable|cannot fork|no more processes"
          + "|enospc|enomem|emfile|% full"),
  /** It did not end, or not in time: look at what hangs. */
  TIMEOUT(
      "no answer|does not answer|no login within|timed? ?out|did not end|does not end|cannot end|no sign of life"
          + "|cannot be ended|etimedout|has no end"),
  /** It did not let us, or it is not who we think: look at keys, users and sudo. */
  AUTH(
      "refuses our key|host key of|refuses the password|no sudo|sudo: a password|wants a password"
          + "|only root can|nobody is logged in|permission denied|operation not permitted"
          + "|access denied|authentication fail|could not read username|not authorized"
          + "|unauthorized|forbidden|not the pinned|pkix path|no key for|fleet coordinator login|eacces|eperm|publickey"
          + "|account is (currently )?not available|account (is )?(locked|expired)"),
  /** It may go by itself: try again. */
  TRANSIENT(
      "connection (refused|reset|closed|abort)|no route to host|network is unreachable"
          + "|host is down|broken pipe|broken transport|unexpected end|unexpected packet"
          + "|temporary failure|try again|could not resolve|could not get lock|is locked"
          + "|unable to (lock|acquire)|held by|another run has|interrupted|the shell ended"
          + "|broke off|broken off|did not begin|cannot start a shell|cannot reach"
          + "|hash sum mismatch|econnre|eai_again|too many requests|service unavailable"
          + "|bad gateway|temporarily|pending reboot|end of stream|stream closed|socket closed"
          + "|disconnected|coordinator unreachable"),
  /** It will fail again until somebody changes what was written: fleet.yaml, a playbook. */
  LOGIC(
      "no such host|no such file|not found|unknown (variable|user|group|host)|is not in the registry"
          + "|lead in a circle|fix ran, yet|only a person can|by hand:|undid it|more than one line"
          + "|syntax error|not installed|unable to locate package|no such (user|group|package)"
          + "|cannot be read|not a mac|no playbook|is unknown|invalid|illegal|e404|404 not found|eusage"
          + "|:[0-9]+:[0-9]+: |could not be put back|not applicable|already exists|bad (option|usage)"
          + "|not a (directory|git repository)|is a directory|usage:"),
  /** Our table does not know it. */
  UNKNOWN("(?!)");

  /** More than that share of failures that nobody can name means that the table is blind. */
  private static final int MOST_UNKNOWN_PERCENT = 20;

  private final Pattern words;

  FailureClass(String words) {
    this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
  }

  public static FailureClass of(String why) {
    return Arrays.stream(values())
        .filter(each -> each.words.matcher(why).find())
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** A line for a person where too many of the recent failures are of no known class. */
  public static Optional<String> warning(List<FailureClass> recent) {
    long unknown = recent.stream().filter(each -> each == UNKNOWN).count();
    return unknown * 100 > (long) MOST_UNKNOWN_PERCENT * recent.size()
        ? Optional.of(
            "%d of %d recent failures are UNKNOWN (more than %d %%): their reasons are not understood"
                .formatted(unknown, recent.size(), MOST_UNKNOWN_PERCENT))
        : Optional.empty();
  }
}
