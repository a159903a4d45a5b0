package fleet.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What answers where SSH should: no login, no key, one packet. */
sealed interface Knock {
  /** An sshd says who it is. */
  record Ssh() implements Knock {}

  /** Something lives at the address, and no sshd answers there. */
  record Other(String why) implements Knock {}

  /** Nothing comes back. */
  record Nothing(String why) implements Knock {}

  /** The longest that may come before sshd's own line. */
  int MOST_BYTES = 8 * 1024;

  static Knock at(String address, int port, Duration limit) {
    InetSocketAddress place = new InetSocketAddress(address, port);
    if (place.isUnresolved()) {
      return new Nothing("no such host");
    }
    try (Socket socket = new Socket()) {
      socket.connect(place, (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      return said(socket.getInputStream(), System.nanoTime() + limit.toNanos());
    } catch (SocketTimeoutException _) {
      return new Nothing("no answer");
    } catch (NoRouteToHostException e) {
      return new Nothing(message(e));
    } catch (ConnectException e) {
      return message(e).contains("refused") ? new Other(message(e)) : new Nothing(message(e));
    } catch (IOException e) {
      return new Nothing(message(e));
    }
  }

  private static Knock said(InputStream in, long end) {
    StringBuilder said = new StringBuilder();
    try {
      byte[] bytes = new byte[512];
      while (said.length() < MOST_BYTES && System.nanoTime() < end) {
        int length = in.read(bytes);
        if (length < 0) {
          break;
        }
        said.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        if (said.indexOf("SSH-") == 0 || said.indexOf("\nSSH-") >= 0) {
          return new Ssh();
        }
      }
    } catch (SocketTimeoutException _) {
      return new Other("the connection is taken and nothing is said");
    } catch (IOException _) {
      return new Other("the connection is cut");
    }
    return new Other(said.isEmpty() ? "hangs up at once" : "something that is not SSH answers");
  }

  private static String message(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
