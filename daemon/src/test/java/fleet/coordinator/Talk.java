package fleet.coordinator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Bytes to a coordinator and back, as no proper client would send them. */
public final class Talk implements AutoCloseable {
  /** So long only that a server that never ends anything fails the test. */
  private static final int PATIENCE = 30_000;

  private final Socket socket;

  Talk(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE);
  }

  public static Talk to(int port) throws IOException {
    return new Talk(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public Talk say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** All that comes until the server ends it. */
  public String hear() throws IOException {
    var heard = new ByteArrayOutputStream();
    try {
      byte[] some = new byte[4096];
      for (int count = socket.getInputStream().read(some);
          count >= 0;
          count = socket.getInputStream().read(some)) {
        heard.write(some, 0, count);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // a reset is an end, too
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /** The beginning of an answer, or the end. */
  public void hearSomething() throws IOException {
    try {
      socket.getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // a reset is an end, too
    }
  }

  /** Sends a byte from time to time until the server ends it; what it said. */
  public String dribble() throws IOException {
    try {
      for (int i = 0; i < PATIENCE / 100; i++) {
        say("x");
        Thread.sleep(100);
      }
    } catch (IOException _) {
      return hear();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    throw new AssertionError("it was never cut");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
