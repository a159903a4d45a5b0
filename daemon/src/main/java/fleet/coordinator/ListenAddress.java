package fleet.coordinator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a coordinator may listen: on this computer alone, or on the tailnet. */
public final class ListenAddress {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([^\\]]+)\\]|([^:\\[\\]]+)):([0-9]{1,5})");

  private ListenAddress() {}

  /**
   * The address of {@code ADDRESS:PORT}.
   *
   * @param open whether any address will do, at the operator's own risk
   * @throws IllegalArgumentException saying what is wrong in one line
   */
  public static InetSocketAddress of(String text, boolean open) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65535) {
      throw new IllegalArgumentException(
          "--listen wants ADDRESS:PORT, as in 100.64.0.1:7070 or [fd7a:115c:a1e0::1]:7070");
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    List<InetAddress> addresses = resolve(host);
    for (InetAddress address : addresses) {
      if (!open && !address.isLoopbackAddress() && !isTailnet(address)) {
        throw new IllegalArgumentException(
            "%s is beyond loopback and the tailnet: listen on the address that"
                    .formatted(named(host, address))
                + " tailscale ip shows, or say --public");
      }
    }
    return new InetSocketAddress(addresses.getFirst(), Integer.parseInt(matcher.group(3)));
  }

  private static String named(String host, InetAddress address) {
    String number = address.getHostAddress();
    return host.equals(number) ? host : "%s (%s)".formatted(host, number);
  }

  private static List<InetAddress> resolve(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException _) {
      throw new IllegalArgumentException("--listen: there is no address for " + host);
    }
  }

  /** 100.64.0.0/10 and fd7a:115c:a1e0::/48, where Tailscale gives its addresses from. */
  static boolean isTailnet(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 4
        ? bytes[0] == 100 && (bytes[1] & 0xc0) == 64
        : bytes[0] == (byte) 0xfd
            && bytes[1] == 0x7a
            && bytes[2] == 0x11
            && bytes[3] == 0x5c
            && bytes[4] == (byte) 0xa1
            && bytes[5] == (byte) 0xe0;
  }
}
