package fleet.proof;

import fleet.lab.Lab;
import fleet.lab.LabMachine;
import fleet.lab.Labs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Two machines with tmux, git and stand-in agents: m1 on Debian 13, m2 on 12. */
final class LaunchLab {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Lab lab;

  private LaunchLab(Lab lab) {
    this.lab = lab;
  }

  private static final class Shared {
    static final LaunchLab LAB = up();
  }

  /** One for all of this JVM; each test class has projects of its own there. */
  static LaunchLab shared() {
    Labs.assumeLab();
    return Shared.LAB;
  }

  private static LaunchLab up() {
    Lab lab = Labs.fresh(Lab.Options.of(Labs.name("launch"), 2).onDebian(13, 12));
    Runtime.getRuntime().addShutdownHook(new Thread(lab::down));
    lab.machines().parallelStream().forEach(LaunchLab::furnish);
    return new LaunchLab(lab);
  }

  LabMachine machine(String name) {
    return lab.machine(name);
  }

  List<LabMachine> machines() {
    return lab.machines();
  }

  private static void furnish(LabMachine machine) {
    root(
        machine,
        """
        echo 0.00 0.00 0.00 1/100 100 >/var/tmp/quiet; mount --bind /var/tmp/quiet /proc/loadavg
        apt-get update -qq >/dev/null 2>&1
        DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends tmux git 2>&1
        """);
    try {
      dev(machine, Files.readString(Path.of("src/test/resources/launch/agents.sh")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String root(LabMachine machine, String sh) {
    return machine.exec(sh, LIMIT).ok();
  }

  /** Runs sh as the account that fleet logs in to; its files are that account's. */
  static String dev(LabMachine machine, String sh) {
    String text = Base64.getEncoder().encodeToString(sh.getBytes(StandardCharsets.UTF_8));
    return machine.exec("echo " + text + " | base64 -d | su - dev -c 'sh -s'", LIMIT).ok();
  }

  /** A repository with one commit, and a clone of it under ~/dev. */
  static void project(LabMachine machine, String name) {
    root(
        machine,
        "[ -d /srv/%1$s.git ] || { git init -q --bare -b main /srv/%1$s.git; chown -R dev: /srv/%1$s.git; }"
            .formatted(name));
    dev(
        machine,
        """
        set -e
        cd ~/dev
        git clone -q file:///srv/%1$s.git %1$s 2>/dev/null
        cd %1$s
        echo one >README
        git add .
        git commit -qm one
        git push -q origin main
        """
            .formatted(name));
  }

  /** Someone whose registry has these projects; more is what else stands in it. */
  Operator operator(Path folder, int slots, String more, String... projects) {
    String machines =
        lab.machines().stream()
            .map(
                each ->
                    "  %s: {address: %s, slots: %d}%n"
                        .formatted(each.name(), each.address(), slots))
            .collect(Collectors.joining());
    String named =
        Stream.of(projects)
            .map(
                each ->
                    "  %1$s: {repo: \"file:///srv/%1$s.git\", secrets: /%1$s}%n".formatted(each))
            .collect(Collectors.joining());
    String registry =
        "fleet: launches\ndefaults: {user: dev, identity: \"%s\"}\nmachines:\n%sprojects:\n%s"
                .formatted(lab.identity(), machines, named)
            + "agents:\n  talk: {command: [talk]}\n  none: {command: [no-such-agent]}\n"
            + more;
    try {
      return Operator.with(folder, registry, Files.readString(lab.knownHosts()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All sessions that a machine knows of, by {@code fleet sessions list}. */
  static JsonNode sessions(Operator operator, LabMachine machine) throws InterruptedException {
    return operator
        .fleet("sessions list", "--json", "--on", machine.name())
        .exits(0)
        .json()
        .at("/sessions/items");
  }

  /** State and why of one session, read from the list. */
  static String state(Operator operator, LabMachine machine, String session)
      throws InterruptedException {
    for (JsonNode each : sessions(operator, machine)) {
      if (each.path("session").asString().equals(session)) {
        String why = each.path("why").asString();
        return each.path("state").asString() + (why.isEmpty() ? "" : ": " + why);
      }
    }
    return "absent";
  }

  /** The processes that carry the mark of a session. */
  static String processes(LabMachine machine, String session) {
    return root(
            machine,
            "grep -lF FLEET_SESSION=%s /proc/[0-9]*/environ 2>/dev/null || :".formatted(session))
        .strip();
  }

  /** All that a launch could leave on a machine. */
  static String traces(LabMachine machine) {
    return dev(
            machine,
            """
        cd ~/.local/state/fleet 2>/dev/null || exit 0
        ls -d sessions/todo/* sessions/doing/* sessions/done/* sessions/keys/* worktrees/*/* pipes/* 2>/dev/null
        for r in ~/dev/*/; do git -C "$r" worktree list; git -C "$r" for-each-ref refs/heads refs/rescue; done
        tmux -L fleet list-sessions 2>/dev/null || :
        """)
        // Main follows origin, whatever comes of a launch.
        .replaceAll("(?m)^.*(\\[main]|refs/heads/main)$", "");
  }
}
