package fleet.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with keys that a real ssh-agent holds. */
@Timeout(60)
class AgentTest {
  @TempDir Path home;
  private LocalSshd sshd;
  private Process agent;
  private Path socket;

  @BeforeEach
  void start() throws Exception {
    sshd = LocalSshd.start(home.resolve("sshd"));
    Files.writeString(home.resolve("known_hosts"), sshd.knownHost("host_ed25519", sshd.port));
    socket = home.resolve("agent");
    agent =
        new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i < 100 && !Files.exists(socket); i++) {
      Thread.sleep(20);
    }
  }

  @AfterEach
  void stop() {
    sshd.close();
    agent.destroy();
  }

  private void add(String name, String type) {
    LocalSshd.key(home.resolve(name), type, "");
    Run.ok("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", home.resolve(name).toString());
  }

  private void authorize(String name) throws IOException {
    Files.copy(
        home.resolve(name + ".pub"),
        sshd.directory.resolve("authorized_keys"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void login(Path agentSocket, Optional<Path> identity) throws Exception {
    SshOptions options = Ways.options(home, Prompt.NOBODY, Optional.of(agentSocket));
    try (SshConnector connector = new SshConnector(options);
        Connection connection =
            connector.open(
                LocalSshd.machine("m1", "root", sshd.port, identity, Optional.empty()),
                "echo hello")) {
      assertEquals("hello\n", connection.greeting());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void signsWithAnyKindOfKey(String type) throws Exception {
    add("wrong", "ed25519");
    add("right", type);
    authorize("right");
    login(socket, Optional.empty());
  }

  @Test
  void opensADeclaredKeyThatIsLocked() throws Exception {
    Path key = home.resolve("locked");
    add("locked", "ed25519");
    Run.ok("ssh-keygen", "-q", "-p", "-N", "secret", "-f", key.toString());
    authorize("locked");
    login(socket, Optional.of(key));
  }

  @Test
  void neverTriesMoreThanSixKeys() throws Exception {
    for (int i = 0; i < 8; i++) {
      add("key" + i, "ed25519");
    }
    authorize("key7");
    UnreachableException refused =
        assertThrows(UnreachableException.class, () -> login(socket, Optional.empty()));
    assertEquals(6, refused.toString().split("SHA256:", -1).length - 1, refused.toString());
    assertTrue(refused.toString().contains("m1 refuses our keys"), refused.toString());
  }

  @Test
  void doesWithoutAnAgentThatIsStuck() throws Exception {
    Path stuck = home.resolve("stuck");
    Files.createDirectory(home.resolve(".ssh"));
    LocalSshd.key(home.resolve(".ssh/id_ed25519"), "ed25519", "");
    Files.copy(
        home.resolve(".ssh/id_ed25519.pub"),
        sshd.directory.resolve("authorized_keys"),
        StandardCopyOption.REPLACE_EXISTING);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(stuck));
      login(stuck, Optional.empty());
    }
  }
}
