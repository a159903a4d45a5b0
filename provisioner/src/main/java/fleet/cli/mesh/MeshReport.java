package fleet.cli.mesh;

import com.fasterxml.jackson.annotation.JsonInclude;
import fleet.cli.WatchedRun;
import fleet.converge.RunReport;
import fleet.converge.RunReport.Listed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A run that changed the mesh, as JSON. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record MeshReport(
    int schema,
    String run,
    String command,
    Instant asOf,
    Listed<Phase> phases,
    Listed<RunReport.MachineReport> machines,
    Optional<Listed<MatrixReport.Pair>> pairs) {

  /** A phase, and what came of it in words. */
  record Phase(String phase, String how) {}

  static MeshReport of(WatchedRun run, List<Phase> phases, MeshRun.Ended ended) {
    RunReport report = RunReport.of(run.id(), run.command(), run.begun(), ended.results());
    return new MeshReport(
        report.schema(),
        report.run(),
        report.command(),
        report.asOf(),
        Listed.of(phases),
        report.machines(),
        ended.matrix().map(matrix -> MatrixReport.of(matrix).pairs()));
  }
}
