package fleet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A lab's bridges and packet rules: the tailnet, the local network, and the way out. */
final class Network {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Defaults starve many machines on one kernel; these are the least values that we want. */
  private static final Map<String, Long> LEAST =
      Map.of(
          "fs/inotify/max_user_instances", 8192L,
          "fs/inotify/max_user_watches", 1_048_576L,
          "kernel/keys/maxkeys", 20_000L,
          "kernel/keys/maxbytes", 2_000_000L,
          "kernel/pty/max", 16_384L,
          "net/ipv4/neigh/default/gc_thresh1", 4096L,
          "net/ipv4/neigh/default/gc_thresh2", 16_384L,
          "net/ipv4/neigh/default/gc_thresh3", 32_768L,
          "net/ipv4/ip_forward", 1L);

  private final Slot slot;

  Network(Slot slot) {
    this.slot = slot;
  }

  void create(boolean lan) {
    LEAST.forEach(Network::raise);
    bridge(slot.tailnetBridge(), slot.tailnet(1));
    if (lan) {
      bridge(slot.lanBridge(), slot.lan(1));
    }
    nft(rules());
  }

  void remove() {
    for (String bridge : List.of(slot.tailnetBridge(), slot.lanBridge())) {
      if (Files.exists(Path.of("/sys/class/net", bridge))) {
        Program.run(LIMIT, "ip", "link", "del", bridge);
      }
    }
    for (String family : List.of("inet", "bridge")) {
      Program.run(LIMIT, "nft", "delete", "table", family, slot.table());
    }
  }

  /** Whether packets of a machine vanish: connections hang, and addresses still resolve. */
  void cut(List<String> links, boolean cut) {
    for (String link : links) {
      String verb = cut ? "add" : "delete";
      Output done =
          Program.run(LIMIT, "nft", verb, "element", "bridge", slot.table(), "cut", "{", link, "}");
      if (cut) {
        done.ok();
      }
    }
  }

  /** SSH connections of this computer to the address go to a port of its own instead. */
  void detour(String address, int port) {
    Program.run(
            LIMIT,
            "nft",
            "add",
            "element",
            "inet",
            slot.table(),
            "slow",
            "{ " + address + " : " + port + " }")
        .ok();
  }

  void straight(String address) {
    Program.run(
        LIMIT, "nft", "delete", "element", "inet", slot.table(), "slow", "{ " + address + " }");
  }

  /** The largest packet that leaves this computer whole. */
  static int mtu() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/net/route"))) {
        String[] field = line.split("\\s+", -1);
        if (field[1].equals("00000000")) {
          String mtu = Files.readString(Path.of("/sys/class/net", field[0], "mtu"));
          return Math.min(1500, Integer.parseInt(mtu.strip()));
        }
      }
      return 1500;
    } catch (IOException e) {
      return 1500;
    }
  }

  private void bridge(String name, String address) {
    if (!Files.exists(Path.of("/sys/class/net", name))) {
      Program.run(LIMIT, "ip", "link", "add", name, "type", "bridge").ok();
    }
    Program.run(LIMIT, "ip", "addr", "replace", address + "/" + slot.prefix(), "dev", name).ok();
    Program.run(LIMIT, "ip", "link", "set", name, "mtu", Integer.toString(mtu()), "up").ok();
  }

  private String rules() {
    return """
    table inet TABLE {
      chain out {
        type nat hook postrouting priority srcnat; policy accept;
        ip saddr { TAILNET, LAN } oifname != { "BRIDGE_T", "BRIDGE_L" } masquerade
      }
      map slow { type ipv4_addr : inet_service; }
      chain detour {
        type nat hook output priority -100; policy accept;
        tcp sport < FIRST_PORT tcp dport 22 redirect to :ip daddr map @slow
      }
      chain between {
        type filter hook forward priority filter; policy accept;
        iifname "BRIDGE_T" oifname "BRIDGE_T" accept
        iifname "BRIDGE_L" oifname "BRIDGE_L" accept
        iifname { "BRIDGE_T", "BRIDGE_L" } oifname "fl*" drop
      }
    }
    table bridge TABLE {
      set cut { type ifname; }
      chain input { type filter hook input priority 0; ether type { ip, ip6 } iifname @cut drop; }
      chain output { type filter hook output priority 0; ether type { ip, ip6 } oifname @cut drop; }
      chain forward {
        type filter hook forward priority 0;
        ether type { ip, ip6 } iifname @cut drop
        ether type { ip, ip6 } oifname @cut drop
      }
    }
    """
        .replace("TABLE", slot.table())
        .replace("FIRST_PORT", Integer.toString(SlowRoad.FIRST_PORT))
        .replace("BRIDGE_T", slot.tailnetBridge())
        .replace("BRIDGE_L", slot.lanBridge())
        .replace("TAILNET", slot.tailnet(0) + "/" + slot.prefix())
        .replace("LAN", slot.lan(0) + "/" + slot.prefix());
  }

  private void nft(String rules) {
    Path file = Home.big(slot).resolve("rules.nft");
    Disk.write(file, rules, "rw-r--r--");
    Program.run(LIMIT, "nft", "-f", file.toString()).ok();
  }

  private static void raise(String key, long least) {
    Path file = Path.of("/proc/sys", key);
    try {
      if (Long.parseLong(Files.readString(file).strip()) < least) {
        Files.writeString(file, Long.toString(least));
      }
    } catch (IOException e) {
      // This kernel has no such limit, or will not let us: small labs work without.
    }
  }
}
