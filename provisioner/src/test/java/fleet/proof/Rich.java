package fleet.proof;

import fleet.lab.LabMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The playbook with every kind of step, and what it finds on a machine. */
final class Rich {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Rich() {}

  static String playbook(Operator operator) {
    return operator.playbook("rich", text("rich.yaml"));
  }

  static String text(String resource) {
    try (InputStream in = Rich.class.getResourceAsStream("/proof/" + resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts on the machine what was there before fleet came: a repository and files of a person. */
  static void furnish(LabMachine machine) throws IOException, InterruptedException {
    Path repository = machine.rootDirectory().resolve("srv/proof.git");
    String make =
        """
        set -e
        work=$(mktemp -d)
        git init -q --bare -b main "$0"
        git init -q -b main "$work"
        cd "$work"
        echo one >one
        git add one
        git -c user.name=proof -c user.email=proof@example.org commit -q -m one
        git push -q "$0" main
        rm -rf "$work"
        chown -R 1000:1000 "$0"
        """;
    run(List.of("sh", "-c", make, repository.toString()));
    machine
        .exec(
            """
            set -e
            printf 'old\\n' >/etc/proof-old.conf
            chmod 0640 /etc/proof-old.conf
            chown dev:adm /etc/proof-old.conf
            printf 'Host old\\n  User old\\n' >~dev/.ssh/config
            chown dev:dev ~dev/.ssh/config
            chmod 0600 ~dev/.ssh/config
            """,
            LIMIT)
        .ok();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(command + " ended with " + status);
    }
  }
}
