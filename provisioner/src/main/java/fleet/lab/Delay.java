package fleet.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Slows the way to one machine: by netem, or by a relay where the kernel has no netem. */
final class Delay {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Slot slot;
  private final LabRecord.Entry entry;
  private final Path wish;
  private final List<String> links;

  Delay(Slot slot, LabMachine machine, List<String> links) {
    this.slot = slot;
    this.entry = machine.entry();
    this.wish = machine.directory().resolve("delay");
    this.links = links.stream().filter(Delay::isThere).toList();
  }

  void set(Duration time) {
    clear();
    if (time.isZero()) {
      return;
    }
    String wait = time.toMillis() + "ms";
    boolean netem =
        !links.isEmpty()
            && links.stream()
                .allMatch(
                    link ->
                        tc("qdisc", "replace", "dev", link, "root", "netem", "delay", wait) == 0);
    if (netem) {
      Disk.write(wish, wait, "rw-r--r--"); // the supervisor repeats it at each boot
    } else {
      relay(time);
    }
  }

  private void clear() {
    Disk.write(wish, "", "rw-r--r--");
    links.forEach(link -> tc("qdisc", "del", "dev", link, "root"));
    new Network(slot).straight(entry.address());
    group().remove();
  }

  private void relay(Duration time) {
    int port = freePort();
    group().create();
    String enter = "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"";
    List<String> command =
        List.of(
            "setsid",
            "sh",
            "-c",
            enter,
            group().directory().toString(),
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            SlowRoad.class.getName(),
            Integer.toString(port),
            entry.address(),
            Long.toString(time.toMillis()));
    try {
      new ProcessBuilder(command)
          .redirectInput(Program.nothing())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(wish.resolveSibling("relay.log").toFile())
          .start();
    } catch (IOException e) {
      throw new LabException("cannot start the delaying relay: " + e.getMessage());
    }
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!listens(port)) {
      if (System.nanoTime() > end) {
        throw new LabException(
            "the delaying relay does not start: see " + wish.resolveSibling("relay.log"));
      }
      Pause.of(Duration.ofMillis(20));
    }
    new Network(slot).detour(entry.address(), port);
  }

  private Cgroup group() {
    return Cgroup.ofSlot(slot).child("relay-" + entry.name());
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new LabException("no free port: " + e.getMessage());
    }
  }

  private static boolean listens(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isThere(String link) {
    return Files.exists(Path.of("/sys/class/net", link));
  }

  private static int tc(String... words) {
    var command = new java.util.ArrayList<>(List.of("tc"));
    command.addAll(List.of(words));
    return Program.run(LIMIT, command).status();
  }
}
