package fleet.harden;

import fleet.converge.MachineResult;
import fleet.converge.Outcome;
import fleet.converge.PutBack;
import fleet.converge.StepResult;
import fleet.converge.Watcher;
import fleet.playbook.Facts;
import fleet.playbook.Step;
import fleet.registry.Machine;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.UnreachableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One run on one machine, from the first look of others to the last. */
final class OneMachine {
  private final Hardening hardening;
  private final Plan plan;
  private final Machine machine;
  private final Connector connector;
  private final Watcher watcher;
  private final Toolbox toolbox;
  private final Scan scan;

  private List<Step> steps = List.of();
  private String boot = "";

  OneMachine(Hardening hardening, Machine machine, Connector connector, Watcher watcher) {
    this.hardening = hardening;
    this.plan = hardening.plan();
    this.machine = machine;
    this.connector = connector;
    this.watcher = watcher;
    this.toolbox = new Toolbox(connector);
    this.scan = new Scan(connector, plan.fleet());
  }

  MachineResult harden() throws UnreachableException, InterruptedException {
    Sight sight = sight();
    List<Seen> before = scan.of(machine, sight, List.of());
    List<Tool> unended = plan.undo() ? List.of() : hardening.history().unended(machine.name());
    List<Tool> worked = plan.applies() ? Tool.atBest(toolbox.of(machine), unended) : List.of();
    if (plan.applies()) {
      hardening.history().begin(machine.name(), worked);
    }
    MachineResult result = plan.task(this::compiled).on(machine, connector, watcher);
    if (steps.isEmpty()) {
      return result;
    }
    if (plan.undo() && plan.applies()) {
      end();
    }
    boolean changed = !came(result, Outcome.Changed.class).isEmpty();
    List<Tool> works = changed || !unended.isEmpty() ? toolbox.of(machine) : worked;
    List<Hardened.Undone> undone = List.of();
    if (!plan.undo() && works.size() > 1 && !Tool.lost(worked, works).isEmpty()) {
      undone = search(result, Tool.lost(worked, works), !unended.isEmpty());
      works = toolbox.of(machine);
    }
    List<Seen> after =
        changed || !undone.isEmpty() ? scan.of(machine, sight().and(sight), before) : before;
    MachineResult told = told(result, undone);
    Hardened hardened =
        hardened(told, sight, Exposure.of(machine, before, after), worked, works, undone);
    if (plan.applies()) {
      hardening.history().add(hardened);
    }
    hardening.done().accept(hardened);
    return hardened.isRed() && plan.applies() && !isFailed(told)
        ? new MachineResult(
            machine.name(), new Outcome.Failed("not as it should be: see below"), told.steps())
        : told;
  }

  private Sight sight() throws UnreachableException {
    try (Connection connection = connector.open(machine, Facts.script())) {
      return Asking.sight(connection);
    }
  }

  private List<Step> compiled(Machine of, Facts facts) {
    boot = facts.bootId();
    List<Step> all = plan.compiler().compile(of, facts);
    steps =
        plan.undo()
            ? PutBack.of(all, _ -> true, plan.packages())
            : all.stream().map(this::accepted).toList();
    return steps;
  }

  /** What is declined is not even looked at. */
  private Step accepted(Step step) {
    String reason = machine.accepted().get(step.id());
    return reason == null || step.skip().isPresent()
        ? step
        : step.leftFor(Control.DECLINED + reason);
  }

  private void end() throws UnreachableException {
    try {
      PutBack.end(machine, connector);
    } catch (BlockedException _) {
      // Then root has put nothing back either.
    }
  }

  /** The steps that came out so, in their order. */
  private List<Step> came(MachineResult result, Class<? extends Outcome> how) {
    List<String> ids =
        result.steps().stream()
            .filter(step -> how.isInstance(step.outcome()))
            .map(StepResult::id)
            .toList();
    return steps.stream().filter(step -> ids.contains(step.id())).toList();
  }

  /**
   * Finds what broke tools.
   *
   * @param earlier whether it may be what a run did that never ended
   */
  private List<Hardened.Undone> search(MachineResult result, List<Tool> lost, boolean earlier)
      throws UnreachableException, InterruptedException {
    List<Step> changed = came(result, Outcome.Changed.class);
    List<Step> unchanged = came(result, Outcome.Unchanged.class);
    List<Step> isTrue =
        steps.stream().filter(s -> changed.contains(s) || unchanged.contains(s)).toList();
    Watcher journal = Watcher.ofSteps(watcher);
    var found =
        new Search(
                isTrue,
                some -> plan.task((_, _) -> some).on(machine, connector, new News(journal)),
                () -> toolbox.of(machine))
            .of(lost, (earlier ? isTrue : changed).stream().filter(this::isSuspect).toList());
    end();
    return found;
  }

  /**
   * A package that is there harms no tool, and would be installed again and again. Who reads a file
   * is undone with what wrote it.
   */
  private boolean isSuspect(Step step) {
    return step.contract().fix().isPresent()
        && !step.kind().equals("package")
        && steps.stream().noneMatch(other -> PutBack.reads(step, other));
  }

  /** The outcomes, and of what was undone that it was. */
  private MachineResult told(MachineResult result, List<Hardened.Undone> undone) {
    if (undone.isEmpty()) {
      return result;
    }
    Map<String, Hardened.Undone> byId =
        undone.stream().collect(Collectors.toMap(Hardened.Undone::control, each -> each));
    List<StepResult> told = new ArrayList<>();
    for (StepResult step : result.steps()) {
      Hardened.Undone why = byId.get(step.id());
      if (why == null) {
        told.add(step);
        continue;
      }
      var failed =
          new Outcome.Failed(
              "undone: %s did not work with it (%s)".formatted(why.tool(), why.why()));
      told.add(new StepResult(step.id(), step.title(), failed, step.diff()));
      watcher.step(machine.name(), told.getLast());
    }
    return MachineResult.of(machine.name(), told);
  }

  private static boolean isFailed(MachineResult result) {
    return result.outcome() instanceof Outcome.Failed
        || result.outcome() instanceof Outcome.Unreachable;
  }

  private Hardened hardened(
      MachineResult result,
      Sight sight,
      List<Exposure> networks,
      List<Tool> worked,
      List<Tool> works,
      List<Hardened.Undone> undone) {
    // What was said of a machine that this one replaces is not about this one.
    Optional<Hardened> last =
        hardening.history().last(machine.name()).filter(run -> run.host().equals(sight.host()));
    List<Control> controls =
        result.steps().stream()
            .filter(Predicate.not(Control::isOfAnotherSystem))
            .map(Control::of)
            .toList();
    if (!plan.undo()) {
      controls = Pending.settle(controls, boot, last);
      controls = controls.stream().map(control -> proven(control, networks)).toList();
    }
    Optional<Hardened> applied = last.filter(run -> run.isApply() && !plan.undo());
    return new Hardened(
        1,
        plan.run(),
        plan.at(),
        machine.name(),
        plan.undo() ? Hardened.UNDO : Hardened.APPLY,
        plan.profile(),
        sight.host(),
        sight.build(),
        boot,
        controls,
        networks,
        works,
        Tool.lost(worked, works),
        undone,
        Drift.since(applied, controls),
        applied.map(Hardened::build).filter(before -> !before.equals(sight.build())));
  }

  private Control proven(Control control, List<Exposure> networks) {
    Optional<String> promise =
        steps.stream()
            .filter(step -> step.id().equals(control.id()))
            .findFirst()
            .flatMap(Step::outside);
    return Proof.of(control, promise, networks);
  }
}
