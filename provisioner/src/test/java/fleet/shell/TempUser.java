package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A user of this computer for the time of a test, with a password and a line of sudoers. */
final class TempUser implements AutoCloseable {
  static final String PASSWORD = "correct horse";

  final String name;
  private final Path sudoers;

  private TempUser(String name) {
    this.name = name;
    this.sudoers = Path.of("/etc/sudoers.d/" + name);
  }

  /**
   * Makes one.
   *
   * @param sudo what may follow the user's name in sudoers; empty for nothing
   */
  static TempUser make(String shell, String sudo) throws IOException {
    TempUser user = new TempUser("fleet" + FramedShell.nonce().substring(0, 8));
    Run.ok("useradd", "-m", "-s", shell, user.name);
    try {
      Process chpasswd = new ProcessBuilder("chpasswd").start();
      chpasswd.getOutputStream().write((user.name + ":" + PASSWORD + "\n").getBytes(UTF_8));
      chpasswd.getOutputStream().close();
      chpasswd.waitFor();
      if (!sudo.isEmpty()) {
        Files.writeString(user.sudoers, user.name + " " + sudo + "\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return user;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(sudoers);
    Run.ok("userdel", "-f", "-r", name);
  }
}
