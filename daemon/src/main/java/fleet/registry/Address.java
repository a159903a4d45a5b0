package fleet.registry;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/** The text of an address: IPv4, IPv6 or a DNS name (RFC 1123); nothing is looked up. */
final class Address {
  /** Labels of letters, digits and inner hyphens, at most 63 each, with dots between. */
  static final String NAME =
      "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
          + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*";

  static final int LONGEST_NAME = 253;

  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  private Address() {}

  static boolean isAddress(String text) {
    boolean numeric = text.indexOf(':') >= 0 || looksNumeric(text);
    return numeric ? isUsableIp(text) : isName(text);
  }

  static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && text.matches(NAME) && !looksNumeric(text);
  }

  /** One text for every way to write the same address. */
  static String canonical(String address) {
    return address.indexOf(':') >= 0
        ? InetAddress.ofLiteral(address).getHostAddress()
        : address.toLowerCase(Locale.ROOT);
  }

  static boolean isLoopback(String address) {
    return isIp(address)
        ? InetAddress.ofLiteral(address).isLoopbackAddress()
        : address.equalsIgnoreCase("localhost");
  }

  /** A last label that is a number makes resolvers take the whole for an IPv4 address. */
  private static boolean looksNumeric(String text) {
    return text.matches("(.*\\.)?([0-9]+|0[xX][0-9A-Fa-f]*)");
  }

  private static boolean isUsableIp(String text) {
    if (!isIp(text)) {
      return false;
    }
    InetAddress ip = InetAddress.ofLiteral(text);
    return !ip.isAnyLocalAddress() && !ip.isMulticastAddress() && !text.equals("255.255.255.255");
  }

  private static boolean isIp(String text) {
    if (IPV4.matcher(text).matches()) {
      return true;
    }
    if (!IPV6.matcher(text).matches()) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(text).getHostAddress() != null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
