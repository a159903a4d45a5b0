package fleet.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  @TempDir private Path folder;

  @Test
  void whatIsKeptIsReadBackPastAKilledRun() throws Exception {
    History history = new History(folder.resolve("x"));
    assertEquals(List.of(), history.of("m1"));
    Control control = new Control("c", "a control", Status.PENDING_REBOOT, "a \"why\"\n", false);
    Hardened first = Some.run("apply", "debian 13.1", "one", control);
    history.add(first);
    Path file = folder.resolve("x/m1.jsonl");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.writeString(file, "{\"schema\":1,\"run\":\"cut sho", StandardOpenOption.APPEND);
    Seen seen = Some.seen(Network.LAN, "tcp/22");
    Hardened second =
        new Hardened(
            1,
            "run_2",
            first.at(),
            "m1",
            "apply",
            "strict",
            "h",
            "debian 13.2",
            "two",
            List.of(control),
            List.of(new Exposure(seen, seen, List.of(Port.tcp(80)))),
            List.of(Tool.works("SFTP"), Tool.fails("ssh -L", "sshd forbids it")),
            List.of(Tool.fails("ssh -L", "sshd forbids it")),
            List.of(new Hardened.Undone("ssh -L", "c", "why")),
            List.of(new Drift("c", "a control", Status.FIXED)),
            Optional.of("debian 13.1"));
    history.add(second);
    Files.writeString(file, "{\"schema\":2}\n{\"schema\":1}\n", StandardOpenOption.APPEND);
    assertEquals(List.of(first, second), history.of("m1"));
  }

  @Test
  void aRunThatNeverEndedLeavesHowItBegan() throws Exception {
    History history = new History(folder.resolve("y"));
    assertEquals(List.of(), history.unended("m1"));
    List<Tool> began = List.of(Tool.works("SFTP"), Tool.works("ssh -L"), Tool.fails("git", "x"));
    history.begin("m1", began);
    assertEquals(began, history.unended("m1"));
    List<Tool> now =
        List.of(Tool.works("SFTP"), Tool.fails("ssh -L", "no"), Tool.fails("git", "x"));
    assertEquals(began, Tool.atBest(now, began));
    assertEquals(now, Tool.atBest(now, List.of()));
    history.add(Some.run("apply", "debian 13.1", "one"));
    assertEquals(List.of(), history.unended("m1"));
    Files.writeString(folder.resolve("y/m1.begun"), "{\"tools\":");
    assertEquals(List.of(), history.unended("m1"));
  }
}
