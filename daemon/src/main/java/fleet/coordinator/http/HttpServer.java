package fleet.coordinator.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * Takes connections, no more than its limits, and cuts those that are over their time. A full house
 * lets go of somebody who asks nothing before it turns anybody away.
 */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 512;
  private static final int MOMENTS = 20;
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final Duration WATCH = Duration.ofMillis(250);

  private final ServerSocket door;
  private final Optional<SSLContext> tls;
  private final HttpLimits limits;
  private final HttpHandler handler;
  private final InstantSource clock;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  private HttpServer(
      ServerSocket door,
      Optional<SSLContext> tls,
      HttpLimits limits,
      HttpHandler handler,
      InstantSource clock) {
    this.door = door;
    this.tls = tls;
    this.limits = limits;
    this.handler = handler;
    this.clock = clock;
  }

  /** Listens at once; what comes before the handler is ready waits. */
  public static HttpServer start(
      InetSocketAddress at,
      Optional<SSLContext> tls,
      HttpLimits limits,
      HttpHandler handler,
      InstantSource clock)
      throws IOException {
    var door = new ServerSocket();
    try {
      door.setReuseAddress(true);
      door.bind(at, BACKLOG);
    } catch (IOException e) {
      door.close();
      throw e;
    }
    var server = new HttpServer(door, tls, limits, handler, clock);
    Thread.ofPlatform().name("http-accept").start(server::accept);
    Thread.ofPlatform().daemon().name("http-watch").start(server::watch);
    return server;
  }

  public int port() {
    return door.getLocalPort();
  }

  /** How many are connected now. */
  public int connections() {
    return connections.size();
  }

  private void accept() {
    while (!closing) {
      try {
        admit(door.accept());
      } catch (IOException _) {
        pause(Duration.ofMillis(50)); // no file descriptor is free, or the door was closed
      }
    }
  }

  private void admit(Socket socket) {
    var connection = new HttpConnection(socket, tls, limits, handler, clock);
    if (crowded(socket.getInetAddress()) || !hasRoom()) {
      connection.cut();
      return;
    }
    connections.add(connection);
    Thread.startVirtualThread(
        () -> {
          try {
            connection.run();
          } finally {
            connections.remove(connection);
          }
        });
  }

  /** Waits a moment for a place in a full house; meanwhile others wait in the door's queue. */
  private boolean hasRoom() {
    for (int i = 0; i < MOMENTS; i++) {
      if (connections.size() < limits.connections() || letGoOfOne()) {
        return true;
      }
      pause(MOMENT);
    }
    return false;
  }

  private boolean crowded(InetAddress address) {
    return connections.size() >= limits.connectionsOfOneAddress()
        && !address.isLoopbackAddress()
        && connections.stream().filter(c -> c.from().equals(address)).count()
            >= limits.connectionsOfOneAddress();
  }

  private boolean letGoOfOne() {
    Optional<HttpConnection> idle = connections.stream().filter(HttpConnection::isIdle).findAny();
    idle.ifPresent(
        connection -> {
          connection.cut();
          connections.remove(connection);
        });
    return idle.isPresent();
  }

  private void watch() {
    while (!closing || !connections.isEmpty()) {
      connections.stream()
          .filter(c -> c.deadline().left().plus(WATCH).isNegative())
          .forEach(HttpConnection::cut);
      pause(WATCH);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes nobody more; who has asked is answered, for a while. */
  @Override
  public void close() throws IOException {
    closing = true;
    door.close();
    connections.forEach(HttpConnection::finish);
    var end = new Deadline(Duration.ofSeconds(3));
    while (!connections.isEmpty() && end.left().isPositive()) {
      pause(Duration.ofMillis(10));
    }
    connections.forEach(HttpConnection::cut);
  }
}
