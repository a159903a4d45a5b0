package fleet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the JVM watches once, when fleet is built, so that later starts find their classes loaded
 * and linked: help, and runs against a real sshd that serves them on loopback: one that finds work
 * and does none, one that finds nothing to do. Where there is no sshd, a plan on this machine has
 * to do.
 */
final class Training {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private Training() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path playbook = Path.of(arguments[0]);
    Main.run("--help");
    Main.run("plan", "--here", "--json", playbook.toString());
    if (Files.isExecutable(SSHD)) {
      Path folder = Files.createTempDirectory("fleet-training");
      overSsh(folder, playbook);
    }
    System.exit(0);
  }

  private static void overSsh(Path folder, Path playbook) throws IOException, InterruptedException {
    String user = System.getProperty("user.name");
    key(folder.resolve("host"));
    key(folder.resolve("mine"));
    Path conf =
        Files.writeString(
            folder.resolve("sshd.conf"),
            """
            HostKey "%1$s/host"
            AuthorizedKeysFile "%1$s/mine.pub"
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            """
                .formatted(folder));
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, conf));
      Files.writeString(
          folder.resolve("known_hosts"),
          "[127.0.0.1]:%1$d,[localhost]:%1$d %2$s"
              .formatted(server.getLocalPort(), Files.readString(folder.resolve("host.pub"))));
      Path registry =
          Files.writeString(
              folder.resolve("fleet.yaml"),
              """
              fleet: training
              defaults: {port: %d, user: "%s", identity: "%s/mine"}
              machines:
                training1: {address: 127.0.0.1}
                training2: {address: localhost}
              """
                  .formatted(server.getLocalPort(), user, folder));
      Path done =
          Files.writeString(
              folder.resolve("done.yaml"),
              """
              playbook: done
              about: What is true already.
              steps:
                - file: {path: "%1$s/sshd.conf"}
                - line: {path: "%1$s/sshd.conf", line: "UsePAM no"}
              """
                  .formatted(folder));
      String on = registry.toString();
      Main.run("apply", "--dry-run", "--on", "all", "-f", on, playbook.toString());
      Main.run("apply", "--on", "all", "-f", on, done.toString());
      Main.run("plan", "--on", "training1", "-f", on, done.toString());
    }
  }

  private static void key(Path file) throws IOException, InterruptedException {
    new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
        .start()
        .waitFor();
  }

  private static void serve(ServerSocket server, Path conf) {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket, conf));
      }
    } catch (IOException _) {
      // The training is over.
    }
  }

  private static void serve(Socket socket, Path conf) {
    try (socket) {
      Process sshd =
          new ProcessBuilder(List.of(SSHD.toString(), "-i", "-e", "-f", conf.toString()))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Thread in = Thread.ofVirtual().start(() -> pump(socket, sshd));
      copy(sshd.getInputStream(), socket.getOutputStream());
      in.join(1_000);
      sshd.destroy();
    } catch (IOException _) {
      // Without this connection the training is shorter, and starts a little slower.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket socket, Process sshd) {
    try (OutputStream to = sshd.getOutputStream()) {
      copy(socket.getInputStream(), to);
    } catch (IOException _) {
      // The other side hung up, which is how it ends.
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] bytes = new byte[8192];
    for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
      to.write(bytes, 0, n);
      to.flush();
    }
  }
}
