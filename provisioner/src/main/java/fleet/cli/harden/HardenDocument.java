package fleet.cli.harden;

import fleet.cli.WatchedRun;
import fleet.converge.MachineResult;
import fleet.converge.RunReport.Listed;
import fleet.harden.Control;
import fleet.harden.Drift;
import fleet.harden.Exposure;
import fleet.harden.Hardened;
import fleet.harden.Network;
import fleet.harden.Numbers;
import fleet.harden.Port;
import fleet.harden.Seen;
import fleet.harden.Tool;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A run of {@code fleet harden} as JSON. Every key is always there; null is for what is not known.
 *
 * @param schema the version of this form
 */
record HardenDocument(
    int schema, String run, String command, String profile, Instant asOf, Listed<Item> machines) {
  /** One machine. */
  record Item(String machine, String outcome, String why, Optional<Found> found) {}

  /** What was found and done on one machine that was reached. */
  record Found(
      String system,
      Numbers numbers,
      Listed<Control> controls,
      Listed<Sighting> networks,
      Listed<Tool> tools,
      Listed<Tool> lost,
      Listed<Hardened.Undone> undone,
      Listed<Drift> drift,
      Optional<String> systemBefore) {
    static Found of(Hardened run) {
      return new Found(
          run.build(),
          run.numbers(),
          Listed.of(run.controls()),
          Listed.of(run.networks().stream().map(Sighting::of).toList()),
          Listed.of(run.tools()),
          Listed.of(run.lost()),
          Listed.of(run.undone()),
          Listed.of(run.drift()),
          run.before());
    }
  }

  /** What one network sees of it. */
  record Sighting(
      Network network,
      String address,
      Look before,
      Look after,
      Listed<Port> closed,
      Listed<Port> opened,
      Listed<Port> undeclared) {
    static Sighting of(Exposure exposure) {
      return new Sighting(
          exposure.after().network(),
          exposure.after().address(),
          Look.of(exposure.before()),
          Look.of(exposure.after()),
          Listed.of(exposure.closed()),
          Listed.of(exposure.opened()),
          Listed.of(exposure.undeclared()));
    }
  }

  /** One look of another machine. */
  record Look(
      Optional<String> from,
      Optional<String> blind,
      Listed<Port> open,
      int shut,
      Listed<Port> unsure,
      Listed<Port> handedOn,
      Optional<Listed<String>> methods) {
    static Look of(Seen seen) {
      return new Look(
          seen.from(),
          seen.blind(),
          Listed.of(seen.open()),
          seen.shut(),
          Listed.of(seen.unsure()),
          Listed.of(seen.handedOn()),
          seen.methods().map(Listed::of));
    }
  }

  static HardenDocument of(
      WatchedRun run,
      String profile,
      List<MachineResult> results,
      Function<String, Optional<Hardened>> found) {
    return new HardenDocument(
        1,
        run.id(),
        run.command(),
        profile,
        run.begun(),
        Listed.of(
            results.stream()
                .map(
                    result ->
                        new Item(
                            result.machine(),
                            result.outcome().word(),
                            result.outcome().why(),
                            found.apply(result.machine()).map(Found::of)))
                .toList()));
  }
}
