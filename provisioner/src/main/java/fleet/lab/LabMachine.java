package fleet.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One machine of a lab, seen from outside: power, cables and a root shell that needs no SSH. */
public final class LabMachine {
  /** The password of user dev once {@link #sudo} asked for one. */
  public static final String PASSWORD = "a lab's password";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** For what may hang because the machine is just going down: it is tried again. */
  private static final Duration MOMENT = Duration.ofSeconds(5);

  /** What sudo does for user dev; a fresh machine is at {@code FREE}. */
  public enum Sudo {
    NONE("rm -f /etc/sudoers.d/90-dev"),
    WITH_PASSWORD(
        "echo 'dev ALL=(ALL) ALL' > /etc/sudoers.d/90-dev; echo \"dev:"
            + PASSWORD
            + "\" | chpasswd"),
    FREE("echo 'dev ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/90-dev");

    private final String sh;

    Sudo(String sh) {
      this.sh = sh;
    }
  }

  private final Lab lab;
  private final Slot slot;
  private final LabRecord.Entry entry;

  LabMachine(Lab lab, Slot slot, LabRecord.Entry entry) {
    this.lab = lab;
    this.slot = slot;
    this.entry = entry;
  }

  public String name() {
    return entry.name();
  }

  /** The address on the lab's tailnet. */
  public String address() {
    return entry.address();
  }

  /** The address on the lab's local network. */
  public Optional<String> lanAddress() {
    return entry.lan();
  }

  public int debian() {
    return entry.debian();
  }

  /** The machine's whole file tree, as the computer sees it, also while the machine is off. */
  public Path rootDirectory() {
    return directory().resolve("root");
  }

  /** What the machine printed on its console since the lab went up. */
  public Path console() {
    return directory().resolve("console");
  }

  /** {@code running} (sshd answers), {@code silent} (it does not) or {@code stopped}. */
  public String state() {
    if (!group().populated()) {
      return "stopped";
    }
    return answers() ? "running" : "silent";
  }

  /** Runs sh inside, as root, whatever the state of network and sshd. */
  public Output exec(String sh, Duration limit) {
    long leader =
        group().leader().orElseThrow(() -> new LabException(name() + " is not running: start it"));
    return inside(leader, sh, limit);
  }

  private static Output inside(long leader, String sh, Duration limit) {
    List<String> command =
        List.of(
            "timeout",
            "--kill-after=2",
            Long.toString(Math.max(1, limit.toSeconds())),
            "nsenter",
            "--target",
            Long.toString(leader),
            "--all",
            "/usr/bin/env",
            "-i",
            "PATH=" + Program.PATH + ":" + Program.LINUX_SIDE,
            "HOME=/root",
            "USER=root",
            "LANG=C.UTF-8",
            "/bin/sh",
            "-c",
            sh);
    return Program.run(limit.plusSeconds(5), command);
  }

  /** Pulls the plug: every process of the machine is gone when this returns. */
  public void kill() {
    group().remove();
  }

  /** Shuts it down in order, as its power button would. */
  public void stop() {
    if (group().leader().isPresent()) {
      exec("systemctl poweroff", LIMIT);
    }
    if (!awaitThat(() -> !group().populated(), LIMIT)) {
      kill();
    }
  }

  /** Reboots it in order and waits until a login works again, on another boot. */
  public void reboot(Duration limit) {
    Optional<String> before = bootId();
    Output _ = exec("systemctl reboot", LIMIT);
    if (!awaitThat(
        () -> bootId().filter(now -> !before.equals(Optional.of(now))).isPresent(), limit)) {
      throw new LabException(name() + " did not reboot within " + limit.toSeconds() + " s");
    }
    awaitReady(limit);
  }

  /** Which boot it is, if the machine is awake enough to say so. */
  private Optional<String> bootId() {
    return group()
        .leader()
        .map(leader -> inside(leader, "cat /proc/sys/kernel/random/boot_id", MOMENT))
        .filter(output -> output.status() == 0)
        .map(output -> output.out().strip());
  }

  /** How user dev may become root from now on; {@link #PASSWORD} is the password. */
  public void sudo(Sudo kind) {
    exec(kind.sh, LIMIT).ok();
  }

  /** Switches it on, if it is off; {@link #awaitReady} tells when one can log in. */
  public void start() {
    if (group().populated()) {
      return;
    }
    group().create();
    Path console = console();
    try {
      new ProcessBuilder(
              "setsid",
              "sh",
              directory().resolve("supervise.sh").toString(),
              directory().toString())
          .redirectInput(Program.nothing())
          .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new LabException("cannot start " + name() + ": " + e.getMessage());
    }
  }

  /** Waits until a login over SSH works. */
  public void awaitReady(Duration limit) {
    List<String> login = new ArrayList<>(lab.ssh(this));
    login.add("true");
    if (!awaitThat(() -> answers() && Program.run(MOMENT, login).status() == 0, limit)) {
      throw new LabException(
          "%s does not let us in after %d s: see %s"
              .formatted(name(), limit.toSeconds(), console()));
    }
  }

  /** From now on no packet comes or goes: connections hang, and none is refused. */
  public void cutNetwork() {
    new Network(slot).cut(links(), true);
  }

  public void restoreNetwork() {
    new Network(slot).cut(links(), false);
  }

  /**
   * What goes to the machine waits that long, so each round trip costs it, also after a reboot;
   * zero ends it. By netem it is every packet; on a kernel without netem it is SSH connections of
   * this computer alone.
   */
  public void delay(Duration time) {
    new Delay(slot, this, links()).set(time);
  }

  Path directory() {
    return Home.big(slot).resolve(name());
  }

  LabRecord.Entry entry() {
    return entry;
  }

  private Cgroup group() {
    return Cgroup.ofSlot(slot).child(name());
  }

  private List<String> links() {
    List<String> links = new ArrayList<>(List.of(slot.tailnetLink(name())));
    entry.lan().ifPresent(_ -> links.add(slot.lanLink(name())));
    return links;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), 22), 1000);
      socket.setSoTimeout(1000);
      return socket.getInputStream().read() == 'S';
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean awaitThat(java.util.function.BooleanSupplier done, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Pause.of(Duration.ofMillis(100));
    }
    return true;
  }
}
