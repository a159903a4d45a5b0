package fleet.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, and what counts as an answer. */
class ProbeTest {
  private static final Probe PROBE = new Probe("word", false);
  private static final Route PAIR = Route.of("a", "b");
  private static final Route HOP = Route.of("a", "b", "c");

  @Test
  void onlyTheWordOnALineOfItsOwnIsAnAnswer() {
    assertTrue(PROBE.arrives("noise\nword.1\n", PAIR));
    assertTrue(PROBE.arrives("word.1\r\n", PAIR));
    assertFalse(PROBE.arrives("echo; echo word.1\n", PAIR), "a forced command that says it again");
    assertFalse(PROBE.arrives("word.2\n", PAIR));
    assertFalse(PROBE.arrives("", PAIR));
  }

  @Test
  void aHopSaysHowFarItCame() {
    assertEquals(0, PROBE.reached("word.2\n", HOP));
    assertEquals(1, PROBE.reached("\nword.1\n", HOP));
    assertTrue(PROBE.arrives("\nword.1\n\nword.2\n", HOP));
  }

  /** An ssh that does here what the real one does there: the last word goes to a shell. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void quotesSurviveEveryShellOnTheWay(String shell, @TempDir Path folder) throws Exception {
    Path ssh = folder.resolve("ssh");
    Files.writeString(
        ssh,
        "#!/bin/sh\nfor last; do before=$name name=$last; done\nprintf '%s ' \"$before\"\nexec "
            + shell
            + " -c \"$last\"\n");
    Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
    Route route = Route.of("a", "b", "it's $(c) \"d\"");
    String out = run(folder, "sh", "-c", PROBE.script(route));
    assertTrue(PROBE.arrives(out, route), out);
    assertEquals("b \nword.1\nit's $(c) \"d\" \nword.2\n", out);
  }

  private static String run(Path folder, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, own) -> own + ":" + path);
    return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
