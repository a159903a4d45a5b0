package fleet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.lab.LabMachine;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one call can install is installed by one call, wherever it stands in the playbook. */
@Tag("lab")
class JoinedTest {
  @TempDir private Path folder;

  @Test
  void packagesBehindAnotherFixAreOneInstall() throws Exception {
    LabMachine machine = Place.SECOND_12.machine();
    Operator operator = Operator.of(folder, Place.lab());
    String playbook =
        operator.playbook(
            "joined",
            """
            playbook: joined
            steps:
              - file: {path: ~/before-the-packages, content: "x\\n"}
              - package: figlet
              - package: toilet-fonts
                when: {os: macos}
              - package: sl
            """);
    operator.fleet("apply", "--on", machine.name(), playbook).exits(0);
    String count = "grep -c '^Commandline: .* figlet sl$' /var/log/apt/history.log";
    assertEquals("1", machine.exec(count, Duration.ofSeconds(20)).out().strip());
  }
}
