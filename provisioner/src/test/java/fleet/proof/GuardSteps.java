package fleet.proof;

/** Texts of risky steps. */
final class GuardSteps {
  static final String RISKY = "    as: root\n    risk: may-lock-out\n";
  static final String READS =
      "  - service: {name: ssh, running: true, newer-than: [/etc/ssh/sshd_config, /etc/ssh/sshd_config.d/00-bad.conf]}\n"
          + RISKY;

  /** A fix that is still at it when the time is up. */
  static final String SLOW =
      control(
          "test -e /run/slow",
          "touch /run/slow; sleep 40; echo too late >/etc/late",
          "rm -f /run/slow");

  static String file(String path, String line) {
    return "  - file: {path: " + path + ", content: \"" + line + "\\n\"}\n" + RISKY;
  }

  /** Something that sshd heeds at once. */
  static String sshd(String line) {
    String file = "/etc/ssh/sshd_config.d/00-bad.conf";
    return control(
        "test -e " + file,
        "echo " + line + " >" + file + "; systemctl reload ssh",
        "rm -f " + file + "; systemctl reload ssh");
  }

  static String control(String test, String fix, String undo) {
    return """
      - control:
          check: "%1$s >/dev/null 2>&1 && echo on || echo off"
          wanted: "on"
          fix: "%2$s"
          undo: "%3$s"
          verify: "true"
        title: "control %1$s"
    %4$s"""
        .formatted(test, fix, undo, RISKY);
  }

  private GuardSteps() {}
}
