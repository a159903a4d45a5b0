package fleet.shell;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A TCP proxy on loopback that makes every byte late, and counts how often the talk turns. */
public final class DelayingProxy implements AutoCloseable {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Chunk(long due, byte[] bytes) {}

  private final ServerSocket server;
  private final int target;
  private final Duration delay;
  private boolean clientSpoke;
  private int turns;

  public DelayingProxy(int target, Duration delay) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.delay = delay;
    Thread.ofPlatform().daemon().start(this::serve);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How often the client spoke after it had heard something: the round trips it waited for. */
  public synchronized int turns() {
    return turns;
  }

  private synchronized void spoke(boolean client) {
    if (client && !clientSpoke) {
      turns++;
    }
    clientSpoke = client;
  }

  private void serve() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket machine = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        machine.setTcpNoDelay(true);
        pump(client, machine, true);
        pump(machine, client, false);
      }
    } catch (IOException e) {
      // Closed: there is nobody left to serve.
    }
  }

  private void pump(Socket from, Socket to, boolean client) {
    BlockingQueue<Chunk> line = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().start(() -> read(from, line, client));
    Thread.ofPlatform().daemon().start(() -> write(to, line));
  }

  private void read(Socket from, BlockingQueue<Chunk> line, boolean client) {
    byte[] buffer = new byte[65536];
    try {
      for (int n = 0; n >= 0; ) {
        n = from.getInputStream().read(buffer);
        if (n > 0) {
          spoke(client);
        }
        line.add(
            new Chunk(System.nanoTime() + delay.toNanos(), Arrays.copyOf(buffer, Math.max(n, 0))));
      }
    } catch (IOException e) {
      line.add(new Chunk(System.nanoTime(), new byte[0]));
    }
  }

  private static void write(Socket to, BlockingQueue<Chunk> line) {
    try (to) {
      for (Chunk chunk = line.take(); chunk.bytes.length > 0; chunk = line.take()) {
        Thread.sleep(Duration.ofNanos(Math.max(0, chunk.due - System.nanoTime())));
        to.getOutputStream().write(chunk.bytes);
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
