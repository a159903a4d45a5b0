package fleet.cli.doctor.operator;

import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorCheck;
import fleet.cli.doctor.OperatorSide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The system's ssh, which {@code fleet ssh} runs. */
public final class SshClientCheck implements OperatorCheck {
  @Override
  public List<Finding> look(OperatorSide side) {
    String path = side.surroundings().environment().getOrDefault("PATH", "/usr/bin:/bin");
    return List.of(
        Stream.of(path.split(":"))
            .filter(folder -> folder.startsWith("/"))
            .map(folder -> Path.of(folder, "ssh"))
            .filter(Files::isExecutable)
            .findFirst()
            .map(ssh -> Finding.pass(Finding.HERE, "ssh", ssh.toString()))
            .orElseGet(
                () ->
                    Finding.warn(
                        Finding.HERE,
                        "ssh",
                        "is not installed, so fleet ssh cannot log in",
                        "sudo apt-get install openssh-client")));
  }
}
