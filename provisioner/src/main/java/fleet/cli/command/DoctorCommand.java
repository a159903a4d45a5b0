package fleet.cli.command;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.RunOptions;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.cli.doctor.Doctor;
import fleet.cli.doctor.Finding;
import fleet.cli.doctor.OperatorSide;
import fleet.converge.RunReport.Listed;
import fleet.shell.Connector;
import fleet.yaml.BadFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code fleet doctor}: what is wrong here or on machines, the worst first, and what mends it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what is wrong here, and on machines that are named, and what mends it.")
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();
  @Mixin private final RunOptions options = new RunOptions();

  @Parameters(arity = "0..*", paramLabel = "MACHINE", description = "Like --on.")
  private List<String> machines = List.of();

  record Document(int schema, Instant asOf, Listed<Finding> findings) {}

  @Override
  public Integer call() throws InterruptedException {
    options.alsoOn(machines);
    Instant now = Instant.now();
    OperatorSide side = side();
    List<Finding> findings = new ArrayList<>(Doctor.here(side));
    if (options.namesMachines()) {
      Members members = side.members().orElseGet(() -> Members.of(side.surroundings(), registry));
      try (Connector connector = members.connector(options)) {
        findings.addAll(Doctor.on(members.chosen(options, false), connector, options.parallel()));
      }
    }
    List<Finding> sorted = Doctor.worstFirst(findings);
    if (options.isJson()) {
      System.out.println(
          JsonMapper.shared().writeValueAsString(new Document(1, now, Listed.of(sorted))));
    } else {
      sorted.forEach(DoctorCommand::print);
      long well = sorted.stream().filter(f -> f.status() == Finding.Status.PASS).count();
      System.out.printf("%d of %d are well%n", well, sorted.size());
    }
    return Doctor.fails(sorted) ? Exit.FAILED : Exit.OK;
  }

  private static void print(Finding finding) {
    System.out.printf(
        "%-9s  %s: %s: %s%n",
        "[" + finding.status().word() + "]", finding.where(), finding.about(), finding.says());
    finding.mend().ifPresent(mend -> System.out.println("           " + mend));
  }

  /** What there is, even where fleet.yaml is absent or broken. */
  private OperatorSide side() {
    Surroundings here = Surroundings.here();
    Path file;
    try {
      file = registry.path(here);
    } catch (UsageException _) {
      return new OperatorSide(here, Path.of("fleet.yaml"), Optional.empty(), Optional.empty());
    }
    try {
      Members members = Members.of(here, registry);
      return new OperatorSide(here, file, Optional.of(members), Optional.empty());
    } catch (BadFileException e) {
      return new OperatorSide(here, file, Optional.empty(), Optional.ofNullable(e.getMessage()));
    }
  }
}
