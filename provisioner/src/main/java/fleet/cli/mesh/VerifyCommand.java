package fleet.cli.mesh;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Screen;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.WholeFile;
import fleet.mesh.Matrix;
import fleet.mesh.MeshVerify;
import fleet.mesh.Progress;
import fleet.registry.Machine;
import fleet.shell.Connector;
import fleet.yaml.Shown;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet mesh verify}: each machine tests the way to each other, and tells. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Tests from every machine the login to every other, and shows the matrix.")
public final class VerifyCommand implements Callable<Integer> {
  /** The widest table where nobody can say how wide the page is. */
  private static final int MOST_COLUMNS = 12;

  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Option(names = "--hops", description = "Also logins over another machine, one for each pair.")
  private boolean hops;

  @Option(
      names = "--sample",
      paramLabel = "N%",
      description = "Only a random share of the pairs; each machine is in it both ways.")
  private @Nullable String sample;

  @Option(names = "--html", paramLabel = "FILE", description = "Also write the matrix as a page.")
  private @Nullable Path html;

  @Override
  public Integer call() throws InterruptedException {
    OptionalInt percent = percent();
    Surroundings here = Surroundings.here();
    Members members = Members.enrolled(here, registry);
    List<Machine> machines = members.chosen(options, false);
    boolean live = here.terminal() && !options.isJson();
    Matrix matrix = matrix(members, machines, percent, live);
    if (html != null) {
      WholeFile.write(html, MatrixPage.of(members.fleet().name(), matrix), "rw-r--r--");
    }
    if (options.isJson()) {
      System.out.println(JsonMapper.shared().writeValueAsString(MatrixReport.of(matrix)));
      Summary.lines(matrix).forEach(System.err::println);
    } else {
      lines(matrix, here.terminal()).forEach(System.out::println);
    }
    return matrix.ok() ? Exit.OK : matrix.onlyLostSpoilIt() ? Exit.UNREACHABLE : Exit.FAILED;
  }

  private Matrix matrix(Members members, List<Machine> machines, OptionalInt percent, boolean live)
      throws InterruptedException {
    ProgressLine line = new ProgressLine(System.out);
    Progress progress = live ? line : (_, _, _) -> {};
    try (Connector connector = members.connector(options)) {
      return new MeshVerify(connector, options.parallel(), new SecureRandom(), progress)
          .of(machines, percent, hops);
    } finally {
      line.wipe();
    }
  }

  private static List<String> lines(Matrix matrix, boolean terminal) {
    List<String> table = MatrixTable.lines(matrix);
    boolean fits =
        terminal
            ? table.stream().allMatch(row -> row.length() <= Screen.ofTerminal().width())
            : matrix.machines().size() <= MOST_COLUMNS;
    return fits ? Summary.below(table, matrix) : Summary.folded(matrix);
  }

  private OptionalInt percent() {
    if (sample == null) {
      return OptionalInt.empty();
    }
    if (!sample.matches("[1-9][0-9]?%?|100%?")) {
      throw new UsageException(
          "--sample wants a share of the pairs, as 10%%, and not %s"
              .formatted(Shown.quoted(sample)));
    }
    return OptionalInt.of(Integer.parseInt(sample.replace("%", "")));
  }
}
