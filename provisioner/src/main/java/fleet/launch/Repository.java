package fleet.launch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository by its address, however that is written.
 *
 * @param name host and path, without user, port and {@code .git}, in lower case
 */
record Repository(String name) {
  private static final Pattern URL =
      Pattern.compile("[a-z+]+://(?:[^/@]*@)?([^/:]+)(?::[0-9]+)?/+(.*)");
  private static final Pattern SCP = Pattern.compile("(?:[^/@]*@)?([^/:]+):/*(.*)");
  private static final Pattern SHORT = Pattern.compile("[A-Za-z0-9._-]+/[A-Za-z0-9._-]+");

  static Repository of(String address) {
    String bare = address.strip().replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    return new Repository(named(bare).toLowerCase(Locale.ROOT));
  }

  private static String named(String bare) {
    if (bare.startsWith("file://")) {
      return bare.substring("file://".length());
    }
    if (bare.startsWith("/")) {
      return bare;
    }
    if (SHORT.matcher(bare).matches()) {
      return "github.com/" + bare;
    }
    for (Pattern form : new Pattern[] {URL, SCP}) {
      Matcher match = form.matcher(bare);
      if (match.matches()) {
        return match.group(1) + "/" + match.group(2);
      }
    }
    return bare;
  }

  /** What {@code git clone} takes for what fleet.yaml says. */
  static String cloneable(String address) {
    return SHORT.matcher(address).matches() ? "https://github.com/" + address + ".git" : address;
  }

  /** The last part of its name: the folder that a clone of it makes. */
  String folder() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
