package fleet.sim.load;

import fleet.wire.Pin;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * One connection that is kept, and costs next to nothing: what it loads shares the computer with
 * it. It speaks as much HTTP as an answer with a length needs.
 */
final class KeptLine implements AutoCloseable {
  private static final int PATIENCE = 30_000;
  private static final int MOST_BYTES = 1 << 20;
  private static final int END = -1;

  private final Socket socket;
  private final String host;
  private final OutputStream out;
  private final InputStream in;

  /** What was answered. */
  record Answer(int status, String body) {}

  private KeptLine(Socket socket, String host) throws IOException {
    this.socket = socket;
    this.host = host;
    this.out = socket.getOutputStream();
    this.in = new BufferedInputStream(socket.getInputStream(), 4096);
  }

  static KeptLine open(URI url, Optional<Pin> pin) throws IOException {
    boolean secret = url.getScheme().equals("https");
    int port = url.getPort() >= 0 ? url.getPort() : secret ? 443 : 80;
    var plain = new Socket();
    try {
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(PATIENCE);
      plain.connect(new InetSocketAddress(url.getHost(), port), PATIENCE);
      Socket socket = secret ? factory(pin).createSocket(plain, url.getHost(), port, true) : plain;
      return new KeptLine(socket, url.getHost() + ":" + port);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private static SSLSocketFactory factory(Optional<Pin> pin) {
    return pin.map(known -> known.context().getSocketFactory())
        .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  Answer post(String path, String token, byte[] body) throws IOException {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + "\r\nAuthorization: Bearer "
                + token
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    out.write(all);
    return read();
  }

  private Answer read() throws IOException {
    String[] first = line().split(" ", 3);
    if (first.length < 2 || !first[1].matches("[1-5][0-9]{2}")) {
      throw new IOException("it does not speak HTTP");
    }
    int length = END;
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("its answer has no length");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("it hung up");
    }
    return new Answer(Integer.parseInt(first[1]), new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next == END || line.length() > 8192) {
        throw new IOException("it hung up");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
