package fleet.shell;

import fleet.registry.Machine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real sshd on a loopback port, with host keys and authorized_keys of its own. */
public final class LocalSshd implements AutoCloseable {
  final Path directory;
  final int port;
  private final Process process;

  private LocalSshd(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts one in an empty directory; {@code id} there is a key that it takes. */
  public static LocalSshd start(Path directory, String... settings) throws IOException {
    Files.createDirectories(directory);
    Files.createDirectories(Path.of("/run/sshd"));
    key(directory.resolve("host_ed25519"), "ed25519", "");
    key(directory.resolve("host_ecdsa"), "ecdsa", "");
    key(directory.resolve("id"), "ed25519", "");
    Files.copy(directory.resolve("id.pub"), directory.resolve("authorized_keys"));
    int port = freePort();
    Path config = directory.resolve("sshd_config");
    String text =
        """
        ListenAddress 127.0.0.1:%d
        HostKey %s/host_ed25519
        HostKey %s/host_ecdsa
        AuthorizedKeysFile %s/authorized_keys
        StrictModes no
        UsePAM no
        PidFile none
        PermitRootLogin yes
        MaxStartups 100
        LogLevel ERROR
        # A bash that sshd starts reads ~/.bashrc, where this computer's root may wait for anything;
        # one that is not the first does not. The users that tests make have startup files of theirs.
        Match User root
          SetEnv SHLVL=1
        """
            .formatted(port, directory, directory, directory);
    Files.writeString(config, String.join("\n", settings) + "\n" + text);
    Process process =
        new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    LocalSshd sshd = new LocalSshd(directory, port, process);
    sshd.awaitPort();
    return sshd;
  }

  static void key(Path file, String type, String passphrase) {
    Run.ok("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", file.toString());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IOException("sshd did not start: " + Files.readString(directory.resolve("log")));
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public int port() {
    return port;
  }

  /** A private key that it takes. */
  public Path identity() {
    return directory.resolve("id");
  }

  long pid() {
    return process.pid();
  }

  /** The line of known_hosts for one of its keys, as seen through a port. */
  public String knownHost(String key, int through) throws IOException {
    String[] words = Files.readString(directory.resolve(key + ".pub")).split(" ", 3);
    return "[127.0.0.1]:" + through + " " + words[0] + " " + words[1] + "\n";
  }

  Machine machine(String name) {
    return machine(name, "root", port, Optional.of(directory.resolve("id")), Optional.empty());
  }

  static Machine machine(
      String name, String user, int port, Optional<Path> identity, Optional<String> jump) {
    return new Machine(
        name,
        "127.0.0.1",
        Optional.empty(),
        user,
        List.of(user),
        port,
        Optional.empty(),
        identity,
        List.of(),
        1,
        jump,
        List.of(),
        false,
        Optional.empty());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
