package fleet.proof;

import static fleet.proof.GuardSteps.READS;
import static fleet.proof.GuardSteps.RISKY;
import static fleet.proof.GuardSteps.SLOW;
import static fleet.proof.GuardSteps.control;
import static fleet.proof.GuardSteps.file;
import static fleet.proof.GuardSteps.sshd;

import fleet.lab.LabMachine;
import java.time.Duration;

/** What can go wrong with a risky change, and how that is told. */
enum GuardFault {
  WRONG_ALLOW_USERS(
      true, sshd("AllowUsers nobody"), "undone: login as dev by tailnet: .*refuses our key.*"),
  WRONG_ALLOW_USERS_IN_A_FILE(
      false,
      file("/etc/ssh/sshd_config.d/00-bad.conf", "AllowUsers nobody") + READS,
      "a second sshd refuses dev by tailnet: .*refuses our key.*; undone"),
  ONE_USER_FORGOTTEN(
      false, sshd("AllowUsers dev"), "undone: login as ci by tailnet: .*refuses our key.*"),
  PORT_MOVED(
      false,
      "  - line: {path: /etc/ssh/sshd_config, line: Port 2222}\n" + RISKY + READS,
      "undone: login as dev by tailnet: .*Connection refused.*"),
  DROP_OF_EVERYTHING(
      true,
      control(
          "nft list table inet bad",
          "nft 'add table inet bad; add chain inet bad in { type filter hook input priority 0; policy drop; }'",
          "nft delete table inet bad"),
      "undone: .*"),
  DROP_OF_EVERYTHING_IN_A_FILE(
      false,
      file(
              "/etc/nftables.conf",
              "flush ruleset\\ntable inet bad { chain in { type filter hook input priority 0; policy drop; }; }")
          + "  - service: {name: nftables, enabled: true, running: true, newer-than: [/etc/nftables.conf]}\n"
          + RISKY,
      "undone: .*"),
  RULES_THAT_ARE_NONE(
      false, file("/etc/nftables.conf", "table inet bad { chain"), "nft -c: .*; undone"),
  FOREIGN_KEX(
      false,
      sshd("KexAlgorithms sntrup761x25519-sha512@openssh.com"),
      "undone: login as dev by tailnet: .*"),
  FOREIGN_KEX_IN_A_FILE(
      false,
      file("/etc/ssh/sshd_config.d/00-bad.conf", "KexAlgorithms sntrup761x25519-sha512@openssh.com")
          + READS,
      "a second sshd refuses dev by tailnet: .*; undone"),
  NO_CONFIGURATION(
      false,
      file("/etc/ssh/sshd_config", "No configuration") + READS,
      "sshd -t: /etc/ssh/sshd_config.*Bad configuration option: No; undone"),
  NO_CONFIGURATION_AND_STARTED_AGAIN(
      false,
      control(
          "grep '^No ' /etc/ssh/sshd_config",
          "cp -p /etc/ssh/sshd_config /root/kept; echo No configuration >>/etc/ssh/sshd_config; systemctl restart ssh; true",
          "[ ! -e /root/kept ] || mv /root/kept /etc/ssh/sshd_config"),
      "sshd -t: .*; undone"),
  NO_KEYS(
      false,
      "  - file: {path: ~/.ssh/authorized_keys, content: \"\"}\n    risk: may-lock-out\n",
      "undone: login as dev by tailnet: .*refuses our key.*"),
  SUDOERS_THAT_ARE_NONE(false, file("/etc/sudoers.d/99-bad", "dev ALL=("), "visudo -c: .*; undone"),
  NO_SUDO(
      false,
      file("/etc/sudoers.d/90-dev", "dev ALL=(ALL) !ALL"),
      "undone: sudo as dev by tailnet is refused"),
  NO_DNS(
      false,
      file("/etc/resolv.conf", "nameserver 192.0.2.1").replace("may-lock-out", "network"),
      "undone: no address of [a-z.]+ is found any more"),
  NO_WAY_BEYOND(
      false, sshd("AllowTcpForwarding no"), "undone: login as dev to m[0-9]+ behind it: .*"),
  VALIDATE_FAILS(
      false,
      file("/etc/motd", "new") + "    validate: [\"true\", \"echo not this one; false\"]\n",
      "validate 2 failed: not this one; undone"),
  A_LATER_STEP_FAILS(
      false,
      file("/etc/motd", "new") + control("test -e /none", "echo no luck; false", "true"),
      "undone: control test -e /none failed"),
  OPERATOR_KILLED(true, sshd("AllowUsers nobody") + SLOW, "") {
    @Override
    void meanwhile(LabMachine machine, Running run) throws InterruptedException {
      awaitSlow(machine);
      run.kill();
    }
  },
  NETWORK_CUT(false, sshd("AllowUsers nobody") + SLOW, "undone: .*") {
    @Override
    void meanwhile(LabMachine machine, Running run) throws InterruptedException {
      awaitSlow(machine);
      machine.cutNetwork();
      Thread.sleep(Duration.ofSeconds(GuardTest.WINDOW + 5));
      machine.restoreNetwork();
    }
  },
  REBOOT(
      false,
      sshd("AllowUsers nobody") + SLOW,
      "undone: the machine was started again before it was confirmed") {
    @Override
    void meanwhile(LabMachine machine, Running run) {
      awaitSlow(machine);
      machine.reboot(LIMIT);
    }
  },
  POWER_LOST(false, file("/etc/motd", "new") + sshd("AllowUsers nobody") + SLOW, "undone: .*") {
    @Override
    void meanwhile(LabMachine machine, Running run) {
      awaitSlow(machine);
      machine.kill();
      machine.start();
      machine.awaitReady(LIMIT);
    }
  };

  static final Duration LIMIT = Duration.ofSeconds(120);

  /** Whether it is tried each time. */
  final boolean always;

  final String steps;

  /** What is said of the machine, up to the undo. */
  final String said;

  GuardFault(boolean always, String steps, String said) {
    this.always = always;
    this.steps = steps;
    this.said = said;
  }

  /** What else happens in the window. */
  void meanwhile(LabMachine machine, Running run) throws InterruptedException {}

  private static void awaitSlow(LabMachine machine) {
    machine.exec("until [ -e /run/slow ]; do sleep 0.1; done", LIMIT).ok();
  }
}
