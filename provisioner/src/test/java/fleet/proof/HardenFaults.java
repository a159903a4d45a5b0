package fleet.proof;

import java.util.Map;
import java.util.TreeMap;

/** What a hand can do to a hardened machine: for each control that can be tried in a lab one. */
final class HardenFaults {
  /** By what other files say: ours are as they should be, and nobody acts by them. */
  static final String BY_OTHERS =
      """
      sed -i '1i PasswordAuthentication yes' /etc/ssh/sshd_config
      echo 'APT::Periodic::Unattended-Upgrade "0";' >/etc/apt/apt.conf.d/99-mine
      """;

  static final Map<String, String> OF = new TreeMap<>();

  static {
    OF.put("sshd-policy", "sed -i 's/Tries.*/Tries 9/' /etc/ssh/sshd_config.d/00-fleet.conf");
    OF.put("sshd-crypto", "rm /etc/ssh/sshd_config.d/00-fleet-crypto.conf");
    OF.put("firewall-unit", "echo '#' >>/etc/systemd/system/fleet-firewall.service");
    OF.put("firewall", "nft delete table inet fleet");
    OF.put("fd-limits-logins", "echo '#' >>/etc/security/limits.d/60-fleet.conf");
    OF.put("fd-limits-services", "rm /etc/systemd/system.conf.d/60-fleet.conf");
    OF.put("fd-limits-user-services", "chmod 0600 /etc/systemd/user.conf.d/60-fleet.conf");
    OF.put("core-dumps", "rm -r /etc/systemd/coredump.conf.d");
    OF.put("journal", "touch /etc/systemd/journald.conf.d/60-fleet.conf");
    OF.put("updates", "sed -i s/1/0/ /etc/apt/apt.conf.d/60-fleet");
    OF.put("updates-lists-timer", "systemctl -q disable apt-daily.timer");
    OF.put("updates-timer", "systemctl stop apt-daily-upgrade.timer");
    for (String[] unit :
        new String[][] {
          {"avahi-socket", "avahi-daemon.socket", "Socket", "ListenStream=/run/avahi.test"},
          {"cups-socket", "cups.socket", "Socket", "ListenStream=/run/cups.test"},
          {"cups-path", "cups.path", "Path", "PathExists=/nowhere"},
          {"avahi", "avahi-daemon.service", "Service", "ExecStart=/bin/sleep 1d"},
          {"cups", "cups.service", "Service", "ExecStart=/bin/sleep 1d"},
          {"cups-browsed", "cups-browsed.service", "Service", "ExecStart=/bin/sleep 1d"},
        }) {
      OF.put(
          unit[0],
          "printf '[%s]\\n%s\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/%s"
              .formatted(unit[2], unit[3], unit[1]));
    }
    for (String family : new String[] {"ipv4", "ipv6"}) {
      for (String which : new String[] {"all", "default"}) {
        setting(family, which, "accept_redirects");
        setting(family, which, "accept_source_route");
      }
    }
    for (String which : new String[] {"all", "default"}) {
      setting("ipv4", which, "secure_redirects");
      setting("ipv4", which, "send_redirects");
      setting("ipv4", which, "rp_filter");
    }
  }

  /** What the lines above made, at work. */
  static final String START =
      """
      systemctl daemon-reload
      systemctl -q enable --now cups.path
      systemctl -q enable --now avahi-daemon.socket cups.socket
      systemctl -q enable --now avahi-daemon.service cups.service cups-browsed.service
      """;

  private static void setting(String family, String which, String name) {
    OF.put(
        "sysctl-%s-conf-%s-%s".formatted(family, which, name.replace('_', '-')),
        "sysctl -q net.%s.conf.%s.%s=1".formatted(family, which, name));
  }

  private HardenFaults() {}
}
