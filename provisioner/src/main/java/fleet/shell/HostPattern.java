package fleet.shell;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The host column of a known_hosts line (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
record HostPattern(String text) {
  /** How a machine is called in known_hosts. */
  static String name(String address, int port) {
    String lower = address.toLowerCase(Locale.ROOT);
    return port == 22 ? lower : "[" + lower + "]:" + port;
  }

  boolean matches(String name) {
    return text.startsWith("|1|") ? matchesHash(name) : matchesList(name);
  }

  private boolean matchesList(String name) {
    boolean matched = false;
    for (String part : text.split(",", -1)) {
      boolean not = part.startsWith("!");
      if (glob(not ? part.substring(1) : part, name)) {
        if (not) {
          return false;
        }
        matched = true;
      }
    }
    return matched;
  }

  private static boolean glob(String pattern, String name) {
    if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
      return pattern.equalsIgnoreCase(name);
    }
    String regex =
        Pattern.quote(pattern.toLowerCase(Locale.ROOT))
            .replace("*", "\\E.*\\Q")
            .replace("?", "\\E.\\Q");
    return name.matches(regex);
  }

  private boolean matchesHash(String name) {
    String[] parts = text.split("\\|", -1);
    if (parts.length != 4) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
      byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[3]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
