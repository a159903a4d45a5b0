package fleet.converge;

import fleet.playbook.Script;
import fleet.playbook.Step;
import fleet.shell.Answer;
import fleet.shell.Detached;
import fleet.shell.Fragment;
import fleet.shell.Quote;
import fleet.shell.Shell;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The talk with one account's shell: it tells the shell each library once, then asks about steps.
 */
final class Conversation {
  private static final Duration LOOK_LIMIT = Duration.ofSeconds(60);
  private static final Duration ATTACH_LIMIT = Duration.ofMinutes(30);

  private final Shell shell;
  private final boolean root;
  private final String home;
  private boolean attached;
  private final Set<String> told = new HashSet<>();

  Conversation(Shell shell, boolean root, String home) {
    this.shell = shell;
    this.root = root;
    this.home = home;
  }

  String stateDirectory() {
    return Script.state(root, home);
  }

  /** Looks at all the steps in one round trip. */
  Map<Step, State> look(List<Step> steps) throws UnreachableException {
    if (steps.isEmpty()) {
      return Map.of();
    }
    return states(steps, shell.run(looking(steps)));
  }

  /** The fragments of a look: what the shell has not heard yet, the gathers, the checks. */
  private List<Fragment> looking(List<Step> steps) {
    List<Fragment> fragments = new ArrayList<>(libraries(steps));
    String gather = Script.gather(steps);
    if (!gather.isEmpty()) {
      fragments.add(new Fragment("gather", gather, LOOK_LIMIT, true));
    }
    boolean before = false;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      // Such a check reads what the gathers left.
      boolean brief = !step.contract().gathers().isEmpty() && lookLimit(step).equals(LOOK_LIMIT);
      if (brief && !before) {
        fragments.add(new Fragment("looks." + i, ":", LOOK_LIMIT, true, true));
      }
      fragments.add(new Fragment("look." + i, Script.check(step), lookLimit(step), true, brief));
      before = brief;
    }
    return fragments;
  }

  /** A look is no longer than what the step may take as a whole. */
  private static Duration lookLimit(Step step) {
    return step.limit().compareTo(LOOK_LIMIT) < 0 ? step.limit() : LOOK_LIMIT;
  }

  private static Map<Step, State> states(List<Step> steps, List<Answer> answers) {
    Map<Step, State> states = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Answer answer = answer(answers, "look." + i);
      states.put(steps.get(i), State.read(answer, steps.get(i).contract().wanted()));
    }
    return states;
  }

  static Answer answer(List<Answer> answers, String id) {
    return answers.stream()
        .filter(answer -> answer.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no answer to " + id));
  }

  private List<Fragment> libraries(List<Step> steps) {
    StringBuilder text = new StringBuilder();
    if (told.add("prelude")) {
      text.append(Script.opening(root, home)).append('\n');
    }
    for (Step step : steps) {
      if (told.add(step.contract().library())) {
        text.append(step.contract().library()).append('\n');
      }
    }
    return text.isEmpty()
        ? List.of()
        : List.of(new Fragment("library", text.toString(), LOOK_LIMIT, true));
  }

  /** The shell's process. */
  String process() throws UnreachableException {
    var ask = new Fragment("process", "echo $$", LOOK_LIMIT, true);
    return shell.run(List.of(ask)).getFirst().out().strip();
  }

  private void tell(String name, String text, List<Fragment> fragments) {
    if (told.add(name)) {
      fragments.add(new Fragment("text." + name, text, LOOK_LIMIT, true));
    }
  }

  /**
   * Waits for long actions that an earlier run left behind when it lost this machine; false where
   * there are none.
   */
  boolean attach(Consumer<String> live) throws UnreachableException {
    if (attached) {
      return false;
    }
    attached = true;
    String text = Detached.attach(Quote.sh(stateDirectory() + "/actions"));
    var fragment = new Fragment("attach", text, ATTACH_LIMIT, false);
    Answer answer = shell.run(List.of(fragment), (_, line) -> live.accept(line)).getFirst();
    return !answer.out().isEmpty();
  }

  /**
   * Fixes steps by one call and looks again, at them and at those that follow, in one round trip.
   */
  Fixed fix(Repair repair, List<Step> lookAfter, Consumer<String> live)
      throws UnreachableException {
    List<Fragment> fragments = new ArrayList<>(libraries(repair.steps()));
    tell("changes", Script.changes(), fragments);
    fragments.addAll(repair.fragments(stateDirectory(), Script.opening(root, home)));
    fragments.addAll(looking(lookAfter));
    List<Answer> answers =
        shell.run(
            fragments,
            (fragment, line) -> {
              if (fragment.equals("fix")) {
                live.accept(line);
              }
            });
    return new Fixed(repair, answers, states(lookAfter, answers));
  }

  /** Says something to a guard; the shell is root's. */
  List<Answer> guard(List<Fragment> fragments) throws UnreachableException {
    List<Fragment> all = new ArrayList<>(libraries(List.of()));
    tell("changes", Script.changes(), all);
    tell("guard", Script.guard(), all);
    all.addAll(fragments);
    List<Answer> answers = shell.run(all);
    return answers.subList(answers.size() - fragments.size(), answers.size());
  }

  /** The diffs of steps as things stand, of those that show one. */
  Map<Step, String> show(List<Step> steps) throws UnreachableException {
    List<Fragment> fragments = new ArrayList<>(libraries(steps));
    for (int i = 0; i < steps.size(); i++) {
      fragments.add(Repair.show(i, steps.get(i)));
    }
    List<Answer> answers = shell.run(fragments);
    Map<Step, String> diffs = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Fixed.diff(answer(answers, "show." + i)).ifPresent(diff -> diffs.put(step, diff));
    }
    return diffs;
  }

  void drop() throws UnreachableException {
    if (told.contains("changes")) {
      shell.run(List.of(new Fragment("drop", "lock_drop", LOOK_LIMIT, true)));
    }
  }

  /** What came of a fix. */
  record Fixed(Repair repair, List<Answer> answers, Map<Step, State> after) {
    Answer lock() {
      return answer(answers, "lock");
    }

    /** Why the step is not true: the originals could not be kept, or what the fix said. */
    Answer evidence(Step step) {
      Answer begin = answer(answers, "begin." + repair.steps().indexOf(step));
      return begin.status() == 0 ? answer(answers, "fix") : begin;
    }

    Optional<String> diff(Step step) {
      return diff(answer(answers, "show." + repair.steps().indexOf(step)));
    }

    static Optional<String> diff(Answer show) {
      return show.out().isBlank() ? Optional.empty() : Optional.of(show.out());
    }
  }
}
