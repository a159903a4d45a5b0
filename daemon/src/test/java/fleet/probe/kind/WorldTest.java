package fleet.probe.kind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.probe.Probe;
import fleet.report.Reading;
import fleet.report.Row;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Scripts in a made-up world: tools, sessions, logins, resolvers and packages of the test's own.
 */
class WorldTest {
  @SuppressWarnings("unused")
  private static final List<String> SHELLS = ProbeShell.NAMES;

  @TempDir private Path world;

  @ParameterizedTest
  @FieldSource("SHELLS")
  void tools(String shell) throws Exception {
    Path modules = world.resolve("lib/node_modules");
    tool("git", "echo 'git version 2.47.3'");
    tool(
        "gh",
        "printf 'gh version 2.86.0 (2026-01-21)\\nhttps://github.com/cli/cli/releases/tag/v2.86.0\\n'");
    tool("node", "echo v22.23.0");
    tool("tmux", "[ \"$1\" = -V ] && echo 'tmux 3.5a'");
    tool("uv", "printf '\\033[31mboom\\033[0m \\000 \\t\\377 no version\\n'");
    tool("mosh", "sleep 300 & echo $! >" + world.resolve("child") + "; wait");
    tool("codex", "i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); echo xxxxxxxxxxxxxxxxxxx; done");
    tool("infisical", "echo 'infisical version 0.41.90' >&2; exit 1");
    packaged("claude", modules.resolve("@anthropic-ai/claude-code/cli.js"), "2.0.50");
    packaged("npm", world.resolve("share/nodejs/npm/bin/npm-cli.js"), "11.6.2");
    packaged("gemini", modules.resolve("@google/gemini-cli/dist/index.js"), "0.18.4");
    Path cellar = world.resolve("Cellar/wrangler/4.50.0/bin/wrangler");
    Files.createDirectories(cellar.getParent());
    run(Files.writeString(cellar, "#!/bin/sh\necho run; exit 1\n"));
    Files.createSymbolicLink(
        world.resolve("bin/wrangler"), Path.of("../Cellar/wrangler/4.50.0/bin/wrangler"));

    List<Row> rows = ProbeShell.of(shell).withTools(world.resolve("bin")).rows(new ToolsProbe());
    assertEquals(
        List.of(
            ok("claude", "2.0.50"),
            Row.of("name", "codex", "state", "broken"),
            ok("gemini", "0.18.4"),
            ok("gh", "2.86.0"),
            ok("git", "2.47.3"),
            ok("infisical", "0.41.90"),
            Row.of("name", "mosh", "state", "hangs"),
            ok("node", "22.23.0"),
            ok("npm", "11.6.2"),
            ok("tmux", "3.5a"),
            Row.of("name", "uv", "state", "broken"),
            ok("wrangler", "4.50.0")),
        rows);
    assertFalse(Files.exists(world.resolve("ran")), "what is described is not run");
    long child = Long.parseLong(Files.readString(world.resolve("child")).strip());
    ProcessHandle.of(child).ifPresent(each -> each.onExit().join());
  }

  private static Row ok(String name, String version) {
    return Row.of("name", name, "version", version, "state", "ok");
  }

  private void tool(String name, String text) throws IOException {
    Files.createDirectories(world.resolve("bin"));
    run(Files.writeString(world.resolve("bin").resolve(name), "#!/bin/sh\n" + text + "\n"));
  }

  private void packaged(String name, Path file, String version) throws IOException {
    Files.createDirectories(file.getParent());
    run(Files.writeString(file, "#!/bin/sh\ntouch " + world.resolve("ran") + "\n"));
    Path folder =
        file.toString().contains("/bin/") || file.toString().contains("/dist/")
            ? file.getParent().getParent()
            : file.getParent();
    Files.writeString(
        folder.resolve("package.json"),
        "{\n  \"name\": \"x\",\n  \"version\": \"%s\",\n  \"dependencies\": {}\n}\n"
            .formatted(version));
    Files.createSymbolicLink(world.resolve("bin").resolve(name), file);
  }

  private static void run(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void sessions(String shell) throws Exception {
    ProbeShell sh = ProbeShell.of(shell).with("TMUX_TMPDIR", world.toString());
    Probe probe = new SessionsProbe();
    assertEquals(List.of(), sh.rows(probe));
    try {
      sh.out(
          """
          tmux -f /dev/null -u new-session -d -s 'two words'
          tmux -f /dev/null -u new-session -d -s 'ünï $(x)'
          tmux -f /dev/null -u -L fleet new-session -d -s 'a:b.c'
          tmux -L fleet new-window -t =a_b_c
          """);
      assertEquals(
          List.of(
              session("default", "two words", 1),
              session("default", "ünï $(x)", 1),
              session("fleet", "a_b_c", 2)),
          sh.rows(probe).stream().map(row -> row.without("created")).toList());
    } finally {
      sh.out("tmux kill-server; tmux -L fleet kill-server");
    }
    tool("tmux", "echo 'server exited unexpectedly' >&2; exit 1");
    assertEquals(
        List.of("tmux-unknown:default", "tmux-unknown:fleet"),
        probe.judge(sh.withTools(world.resolve("bin")).rows(probe)).stream()
            .map(trouble -> trouble.type())
            .toList());
  }

  private static Row session(String server, String name, long windows) {
    return Row.of("server", server, "name", name, "windows", windows, "attached", false);
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void logins(String shell) throws Exception {
    ProbeShell sh =
        ProbeShell.of(shell).with("HOME", world.toString()).withTools(world.resolve("bin"));
    Probe probe = new LoginsProbe();
    long past = Instant.now().minusSeconds(60).toEpochMilli();
    long future = Instant.now().plusSeconds(3600).toEpochMilli();

    credentials(
        ".claude/.credentials.json",
        "{\"claudeAiOauth\":{\"accessToken\":\"sk-SECRET\",\"expiresAt\":%d}}".formatted(past));
    credentials(
        ".gemini/oauth_creds.json",
        "{\n \"access_token\": \"SECRET\",\n \"refresh_token\": \"SECRET\",\n \"expiry_date\": %d\n}"
            .formatted(past));
    credentials(
        ".codex/auth.json", "{\"OPENAI_API_KEY\":\"SECRET\",\"expires_at\":%d}".formatted(future));
    tool("gh", ":");
    assertFalse(sh.out(probe.script()).contains("SECRET"));
    assertEquals(
        List.of(
            Row.of("agent", "claude", "state", "expired"),
            Row.of("agent", "codex", "state", "ok"),
            Row.of("agent", "gemini", "state", "ok"),
            Row.of("agent", "gh", "state", "missing")),
        sh.rows(probe));
    credentials(".claude/.credentials.json", "");
    assertEquals("codex", sh.rows(probe).getFirst().text("agent").orElseThrow());
  }

  private void credentials(String name, String text) throws IOException {
    Path file = world.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Nothing but this computer is asked. */
  @ParameterizedTest
  @FieldSource("SHELLS")
  void resolvers(String shell) throws Exception {
    Path conf = world.resolve("resolv.conf");
    try (var answering = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      int port = answering.getLocalPort();
      try (var silent = new DatagramSocket(port, InetAddress.getByName("127.0.0.2"))) {
        Thread.ofPlatform().daemon().start(() -> answer(answering));
        Files.writeString(
            conf,
            "# nameserver 9.9.9.9\nsearch lan\nnameserver 127.0.0.1\nnameserver\t127.0.0.2 \nnameserver 127.0.0.3\n");
        assertEquals(
            List.of(
                Row.of("server", "127.0.0.1", "answers", true),
                Row.of("server", "127.0.0.2", "answers", false),
                Row.of("server", "127.0.0.3", "answers", false)),
            ProbeShell.of(shell).rows(new DnsProbe(conf.toString(), port)));
        assertTrue(silent.isBound());
      }
    }
    Files.writeString(conf, "search lan\n");
    assertInstanceOf(
        Reading.Absent.class, ProbeShell.of(shell).read(new DnsProbe(conf.toString(), 1)));
  }

  private static void answer(DatagramSocket socket) {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        packet.getData()[2] |= (byte) 0x80;
        socket.send(packet);
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  @ParameterizedTest
  @FieldSource("SHELLS")
  void reboots(String shell) throws Exception {
    ProbeShell sh = ProbeShell.of(shell);
    Probe probe = new RebootProbe(world.toString());
    String running = sh.out("uname -r").strip();
    Files.createDirectories(world.resolve("boot"));
    Files.createDirectories(world.resolve("run"));
    assertEquals(List.of(Row.of("pending", false)), sh.rows(probe));
    for (String kernel :
        List.of(running, "2.6.32-5-amd64", "999.10.2-1-amd64", "999.9.12-1-amd64")) {
      Files.createFile(world.resolve("boot/vmlinuz-" + kernel));
    }
    assertEquals(
        List.of(
            Row.of(
                "pending",
                true,
                "overdue",
                false,
                "why",
                "kernel 999.10.2-1-amd64 is installed, %s runs".formatted(running))),
        sh.rows(probe));
    Files.delete(world.resolve("boot/vmlinuz-" + running));
    assertEquals(List.of(Row.of("pending", false)), sh.rows(probe), "a kernel from elsewhere");
    Path asked = Files.createFile(world.resolve("run/reboot-required"));
    Files.setLastModifiedTime(asked, FileTime.from(Instant.EPOCH));
    Files.writeString(world.resolve("run/reboot-required.pkgs"), "linux-base\ndbus\nlinux-base\n");
    assertEquals("dbus linux-base ", sh.rows(probe).getFirst().text("why").orElseThrow());
  }

  /** By dpkg's own word where it is here: versions made at random, with a fixed seed. */
  @ParameterizedTest
  @FieldSource("SHELLS")
  void updates(String shell) throws Exception {
    var random = new Random(4);
    List<String[]> pairs =
        new ArrayList<>(
            List.of(
                new String[] {"1.0~rc1", "1.0"},
                new String[] {"1.0", "1.0~rc1"},
                new String[] {"1:0.1", "2.0"},
                new String[] {"2.0", "1:0.1"},
                new String[] {"1.10", "1.9"},
                new String[] {"1.9", "1.10"},
                new String[] {"1.0-1", "1.0-1+b1"},
                new String[] {"1.0-1", "1.0-1~bpo12+1"},
                new String[] {"1.0", "1.0-0"},
                new String[] {"20240203-1", "20240203.1-1"}));
    for (int i = 0; i < 120; i++) {
      pairs.add(new String[] {version(random), version(random)});
    }
    StringBuilder status = new StringBuilder();
    StringBuilder lists = new StringBuilder();
    for (int i = 0; i < pairs.size(); i++) {
      status.append(
          "Package: p%d\nStatus: install ok installed\nArchitecture: all\nVersion: %s\n\n"
              .formatted(i, pairs.get(i)[0]));
      lists.append(
          "Package: p%d\nArchitecture: all\nVersion: %s\n\n".formatted(i, pairs.get(i)[1]));
    }
    status.append(
        "Package: held\nStatus: hold ok installed\nVersion: 1\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n");
    lists.append(
        "Package: held\nVersion: 2\n\nPackage: gone\nVersion: 2\n\nPackage: new\nVersion: 2\n");
    write("var/lib/dpkg/status", status);
    write("var/lib/apt/lists/deb_dists_x-updates_main_binary-amd64_Packages", lists);
    write(
        "var/lib/apt/lists/deb_dists_x-security_main_binary-amd64_Packages",
        "Package: p5\nVersion: 1.10\n\nPackage: p0\nVersion: 0.9\n");
    write(
        "var/lib/apt/lists/deb_dists_x-backports_main_binary-amd64_Packages",
        "Package: p0\nVersion: 99\n");
    Path release = write("var/lib/apt/lists/deb_dists_x_InRelease", "");
    Files.setLastModifiedTime(release, FileTime.from(Instant.parse("2026-11-20T08:00:00Z")));

    long behind = 0;
    for (String[] pair : pairs) {
      behind +=
          new ProcessBuilder("dpkg", "--compare-versions", pair[0], "lt", pair[1]).start().waitFor()
                  == 0
              ? 1
              : 0;
    }
    assertTrue(behind > 20 && behind < pairs.size() - 20);
    assertEquals(
        List.of(
            Row.of(
                "manager", "apt", "all", behind, "security", 1L, "listed", "2026-11-20T08:00:00Z")),
        ProbeShell.of(shell).rows(new UpdatesProbe(world.toString())));
  }

  private static String version(Random random) {
    String parts = "0129aZ.+~-";
    StringBuilder version = new StringBuilder(random.nextInt(6) == 0 ? "1:1" : "1");
    for (int i = random.nextInt(5); i > 0; i--) {
      version.append(parts.charAt(random.nextInt(parts.length())));
    }
    return version + (random.nextBoolean() ? "+x" : "-1");
  }

  private Path write(String name, CharSequence text) throws IOException {
    Path file = world.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
