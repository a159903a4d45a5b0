package fleet.lab;

import fleet.shell.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What makes a machine out of the shared base: its name, addresses, keys and identity. */
final class Seed {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int DEV = 1000;

  private final Slot slot;
  private final Path directory;
  private final LabRecord.Entry entry;

  Seed(Slot slot, Path directory, LabRecord.Entry entry) {
    this.slot = slot;
    this.directory = directory;
    this.entry = entry;
  }

  /** Mounts the machine's tree over the base and writes what is its own. */
  void plant(Path base, String publicKey, boolean tailscale) {
    for (String name : List.of("upper", "work", "root")) {
      Disk.makeDirectories(directory.resolve(name));
    }
    Program.run(
            LIMIT, "mount", "-t", "overlay", "overlay", "-o", overlay(base), root("").toString())
        .ok();
    write("etc/hostname", entry.name() + "\n");
    write("etc/hosts", "127.0.0.1\tlocalhost\n127.0.1.1\t" + entry.name() + "\n::1\tlocalhost\n");
    write("etc/machine-id", UUID.randomUUID().toString().replace("-", "") + "\n");
    write("etc/resolv.conf", resolver());
    write("etc/systemd/network/10-tailscale0.network", tailnet());
    entry.lan().ifPresent(_ -> write("etc/systemd/network/20-eth0.network", local()));
    write("home/dev/.ssh/authorized_keys", publicKey);
    own(root("home/dev/.ssh/authorized_keys"));
    for (String type : List.of("ed25519", "ecdsa")) {
      String file = root("etc/ssh/ssh_host_" + type + "_key").toString();
      String comment = "root@" + entry.name();
      Program.run(LIMIT, "ssh-keygen", "-q", "-t", type, "-N", "", "-C", comment, "-f", file).ok();
    }
    if (tailscale) {
      Disk.write(root("usr/local/bin/tailscale"), Resource.text("tailscale.sh"), "rwxr-xr-x");
      write("var/lib/tailscale-stand-in/address", entry.address() + "\n");
    }
    if (entry.mac()) {
      MacStandIn.install(root(""));
    }
    Disk.write(directory.resolve("supervise.sh"), Resource.text("supervise.sh"), "rwxr-xr-x");
    Disk.write(directory.resolve("settings"), settings(), "rw-r--r--");
  }

  /** The machine's lines for a known_hosts file. */
  String knownHosts() {
    String names = entry.lan().map(lan -> entry.address() + "," + lan).orElse(entry.address());
    StringBuilder lines = new StringBuilder();
    for (String type : List.of("ed25519", "ecdsa")) {
      String key = Disk.read(root("etc/ssh/ssh_host_" + type + "_key.pub"));
      String[] field = key.split(" ", -1);
      lines.append(names).append(' ').append(field[0]).append(' ').append(field[1]).append('\n');
    }
    return lines.toString();
  }

  private String overlay(Path base) {
    return "lowerdir=%s,upperdir=%s,workdir=%s"
        .formatted(base, directory.resolve("upper"), directory.resolve("work"));
  }

  private String tailnet() {
    String gateway = entry.lan().isPresent() ? "" : "Gateway=" + slot.tailnet(1) + "\n";
    return network("tailscale0", entry.address(), gateway);
  }

  private String local() {
    return network("eth0", entry.lan().orElseThrow(), "Gateway=" + slot.lan(1) + "\n");
  }

  private String network(String link, String address, String gateway) {
    return """
    [Match]
    Name=%s
    [Link]
    MTUBytes=%d
    [Network]
    Address=%s/%d
    %sIPv6AcceptRA=no
    """
        .formatted(link, Network.mtu(), address, slot.prefix(), gateway);
  }

  private String settings() {
    String links =
        slot.tailnetLink(entry.name())
            + ":tailscale0:"
            + slot.tailnetBridge()
            + (entry.lan().isPresent()
                ? " " + slot.lanLink(entry.name()) + ":eth0:" + slot.lanBridge()
                : "");
    return "group=%s\nmtu=%d\nnspawn_name=%s\nlinks=%s\n"
        .formatted(
            Quote.sh(Cgroup.ofSlot(slot).child(entry.name()).directory().toString()),
            Network.mtu(),
            Quote.sh(slot.nspawnName(entry.name())),
            Quote.sh(links));
  }

  private Path root(String path) {
    return directory.resolve("root").resolve(path);
  }

  private void write(String path, String content) {
    Disk.write(root(path), content, "rw-r--r--");
  }

  /** The computer's resolvers, those behind a local stub where there is one. */
  private static String resolver() {
    String content = Disk.read(Path.of("/etc/resolv.conf"));
    Path behind = Path.of("/run/systemd/resolve/resolv.conf");
    return content.contains("nameserver 127.") && Files.exists(behind)
        ? Disk.read(behind)
        : content;
  }

  private static void own(Path file) {
    try {
      Files.setAttribute(file, "unix:uid", DEV);
      Files.setAttribute(file, "unix:gid", DEV);
    } catch (IOException e) {
      throw new LabException("cannot give " + file + " to dev: " + e.getMessage());
    }
  }
}
