package fleet.proof;

import fleet.lab.LabMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What people and time do to a machine that the rich playbook was true on. */
final class Breakage {
  private static final List<String> WAYS =
      List.of(
          "echo more >>/etc/proof/motd",
          "chmod 0777 /etc/proof/motd",
          "chown dev /etc/proof/motd",
          "rm -r /etc/proof",
          "rm ~dev/.config/proof/settings",
          "chmod 0644 ~dev/.config/proof/settings",
          ": >/etc/proof-old.conf",
          "rm ~dev/.ssh/config",
          "sed -i 1d ~dev/.ssh/config",
          "sed -i /fleet-operator/d /etc/hosts",
          "sed -i s/PROOF=1/PROOF=9/ ~dev/.profile",
          "sed -i /MORE=2/d ~dev/.profile",
          "ln -sfn /nowhere ~dev/bin/proof",
          "rm -r ~dev/bin",
          "rmdir /srv/proof/data",
          "chmod 0700 /srv/proof/data",
          "chown root /srv/proof/data",
          "systemctl stop proof",
          "systemctl disable -q proof",
          "systemctl kill -s KILL proof",
          "echo 2 >/etc/proof/service.conf",
          "sleep 1.1; touch /etc/proof/service.conf",
          "rm /etc/systemd/system/proof.service",
          "sysctl -q net.ipv4.conf.all.log_martians=0",
          "rm /etc/sysctl.d/60-proof.conf",
          "echo net.ipv4.conf.all.log_martians=0 >>/etc/sysctl.d/60-proof.conf",
          "dpkg -r bc",
          "dpkg -P bc",
          "dpkg -r --force-depends git",
          "usermod -s /bin/bash ci",
          "gpasswd -d ci adm",
          "userdel ci",
          "rm -rf ~dev/dev/proof",
          "su dev -c 'git -C ~/dev/proof checkout -q -b other'",
          "rm ~dev/made-by-command",
          "echo low >/etc/proof/level");

  private Breakage() {}

  /** Does so many of them and says which; the same seed does the same. */
  static List<String> some(LabMachine machine, int seed, int many) {
    List<String> ways = new ArrayList<>(WAYS);
    Collections.shuffle(ways, new Random(seed));
    List<String> chosen = ways.subList(0, many);
    // One may undo what another needs: what cannot be broken any more is broken enough.
    String sh = String.join("\n", chosen.stream().map(way -> "(" + way + ") || :").toList());
    machine.exec("exec >/dev/null 2>&1\n" + sh, Duration.ofMinutes(2)).ok();
    return List.copyOf(chosen);
  }
}
