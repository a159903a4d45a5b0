package fleet.cli.launch;

import fleet.cli.Exit;
import fleet.converge.RunReport.Listed;
import fleet.launch.Launched;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Shows what came of a launch. */
public final class LaunchView {
  private static final List<String> WELL = List.of("running", "ended", "would-start");

  private LaunchView() {}

  record Document(
      int schema,
      String session,
      String machine,
      String project,
      String agent,
      String state,
      String why,
      Optional<Long> pid,
      String worktree,
      String branch,
      String log,
      boolean found,
      Listed<String> evidence,
      Listed<Launched.Refused> refusals) {}

  public static void json(Launched launched) {
    System.out.println(
        JsonMapper.shared()
            .writeValueAsString(
                new Document(
                    1,
                    launched.session(),
                    launched.machine(),
                    launched.project(),
                    launched.agent(),
                    launched.state(),
                    launched.why(),
                    launched.pid(),
                    launched.worktree(),
                    launched.branch(),
                    launched.log(),
                    launched.found(),
                    Listed.of(launched.evidence()),
                    Listed.of(launched.refusals()))));
  }

  public static void lines(Launched launched) {
    String what = launched.found() ? " (it was there already)" : "";
    System.out.printf(
        "%s%s%s%s%s%n",
        launched.state(),
        launched.session().isEmpty() ? "" : "  " + launched.session(),
        launched.machine().isEmpty() ? "" : " on " + launched.machine(),
        what,
        launched.why().isEmpty() ? "" : ": " + launched.why());
    if (launched.refusals().size() > 1) {
      launched
          .refusals()
          .forEach(
              no ->
                  System.out.printf(
                      "  %s  %s: %s; %s%n", no.machine(), no.condition(), no.why(), no.mend()));
    }
    if (!launched.worktree().isEmpty()) {
      System.out.printf("  branch %s in %s%n", launched.branch(), launched.worktree());
      System.out.printf("  fleet sessions attach %s%n", launched.session());
    }
    launched.evidence().forEach(line -> System.out.println("  | " + line));
  }

  public static int exit(Launched launched) {
    if (WELL.contains(launched.state())) {
      return Exit.OK;
    }
    return launched.unreachable() ? Exit.UNREACHABLE : Exit.FAILED;
  }
}
