package fleet.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;

/**
 * A relay in front of one machine's sshd that holds back what goes to the machine: a program of its
 * own, for kernels without netem. Usage: PORT ADDRESS MILLISECONDS.
 */
final class SlowRoad {
  /** The relay's own connections leave from here on, so that they are not turned back to it. */
  static final int FIRST_PORT = 61_000;

  private record Chunk(ByteBuffer bytes, long due) {}

  private SlowRoad() {}

  public static void main(String[] arguments) throws IOException {
    InetSocketAddress machine = new InetSocketAddress(arguments[1], 22);
    Duration delay = Duration.ofMillis(Long.parseLong(arguments[2]));
    try (var door =
        new ServerSocket(Integer.parseInt(arguments[0]), 50, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket near = door.accept();
        Thread.ofVirtual().start(() -> serve(near, machine, delay));
      }
    }
  }

  private static void serve(Socket near, InetSocketAddress machine, Duration delay) {
    try (near;
        Socket far = new Socket()) {
      Pause.of(delay); // the handshake
      bind(far);
      far.connect(machine);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> copy(far, near, Duration.ZERO));
      copy(near, far, delay);
      back.join();
    } catch (IOException e) {
      // The connection ends here as it would on a real road: both ends see it closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void bind(Socket socket) throws IOException {
    for (int i = 0; i < 100; i++) {
      try {
        socket.bind(
            new InetSocketAddress(RandomGenerator.getDefault().nextInt(FIRST_PORT, 65_536)));
        return;
      } catch (BindException e) {
        // taken: another one
      }
    }
    throw new BindException("no free port from " + FIRST_PORT);
  }

  private static void copy(Socket from, Socket to, Duration delay) {
    var queue = new LinkedBlockingQueue<Chunk>();
    Thread writer = Thread.ofVirtual().start(() -> deliver(queue, to));
    try {
      var in = from.getInputStream();
      byte[] buffer = new byte[65_536];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        queue.add(
            new Chunk(
                ByteBuffer.wrap(Arrays.copyOf(buffer, n)), System.nanoTime() + delay.toNanos()));
      }
    } catch (IOException e) {
      // The end of the stream, told in another way.
    }
    queue.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime() + delay.toNanos()));
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void deliver(LinkedBlockingQueue<Chunk> queue, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      while (true) {
        Chunk chunk = queue.take();
        Pause.of(Duration.ofNanos(Math.max(0, chunk.due() - System.nanoTime())));
        if (!chunk.bytes().hasRemaining()) {
          to.shutdownOutput();
          return;
        }
        out.write(chunk.bytes().array());
      }
    } catch (IOException e) {
      // Nobody listens any more.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
