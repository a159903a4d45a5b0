package fleet.coordinator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL of Debian's package on a port of the loopback, with all it has in a folder that goes
 * with it; it does not run as root, so root runs it as the package's account.
 */
final class Postgres implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final List<String> AS_POSTGRES =
      List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--");

  private final Path bin;
  private final Path dir;
  private final int port;
  private Process server;

  private Postgres(Path bin, Path dir, int port, Process server) {
    this.bin = bin;
    this.dir = dir;
    this.port = port;
    this.server = server;
  }

  /** Where the package is; none where it is not installed. */
  static Optional<Path> installed() {
    try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The one of all tests of this JVM. */
  static Postgres shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    static final Postgres SERVER = start("off");

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }

  /**
   * A fresh one.
   *
   * @param fsync {@code on} where its durability matters
   */
  static Postgres start(String fsync) {
    try {
      Path bin = installed().orElseThrow();
      Path dir =
          Files.createTempDirectory(
              Path.of("/tmp"),
              "fleet-postgres",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      if (root()) {
        finish(new ProcessBuilder("chown", "postgres:postgres", dir.toString()));
      }
      finish(
          unprivileged(
              bin.resolve("initdb").toString(),
              "--pgdata=" + dir.resolve("data"),
              "--username=fleet",
              "--auth=trust",
              "--no-sync",
              "--encoding=UTF8",
              "--locale=C"));
      Path logins = dir.resolve("data/pg_hba.conf");
      Files.writeString(
          logins, "host all locked 127.0.0.1/32 scram-sha-256\n" + Files.readString(logins));
      Files.writeString(dir.resolve("options"), "fsync=" + fsync);
      int port = freePort();
      var postgres = new Postgres(bin, dir, port, serve(bin, dir, port));
      postgres.awaitUp();
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process serve(Path bin, Path dir, int port) throws IOException {
    return unprivileged(
            bin.resolve("postgres").toString(),
            "-D",
            dir.resolve("data").toString(),
            "-p",
            String.valueOf(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            Files.readString(dir.resolve("options")))
        .start();
  }

  private void awaitUp() {
    for (int i = 0; i < 600; i++) {
      try (Connection _ = connect("postgres")) {
        return;
      } catch (SQLException _) {
        pause();
      }
    }
    throw new IllegalStateException("PostgreSQL does not come up: see " + dir.resolve("log"));
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database));
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=fleet".formatted(port, database);
  }

  /** The address of a new, empty database. */
  String database() {
    String name = "fleet" + DATABASES.incrementAndGet();
    run("postgres", "CREATE DATABASE " + name);
    return url(name);
  }

  void run(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void stop() {
    server.destroy();
    try {
      finish(
          unprivileged(
              bin.resolve("pg_ctl").toString(),
              "stop",
              "--mode=immediate",
              "--pgdata=" + dir.resolve("data")));
    } catch (IllegalStateException _) {
      // It was gone already.
      return;
    }
  }

  void again() {
    try {
      server = serve(bin, dir, port);
      awaitUp();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static ProcessBuilder unprivileged(String... words) {
    List<String> all = new ArrayList<>(root() ? AS_POSTGRES : List.of());
    all.addAll(List.of(words));
    return new ProcessBuilder(all)
        .directory(Path.of("/tmp").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
  }

  private static void finish(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", builder.command()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
