package fleet.playbook;

import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.yaml.BadFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the steps of playbooks for one machine: a pure function of what was read and the facts.
 *
 * @param tags where not empty, only steps with one of these tags apply
 * @param vars variables that hold whatever the playbooks say of them
 * @param otherwise values of variables that a playbook leaves empty, below what another one of the
 *     run says of them
 */
public record Compiler(
    List<Playbook> playbooks,
    Set<String> tags,
    Map<String, String> vars,
    Map<String, String> otherwise) {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration DETACHED_LIMIT = Duration.ofMinutes(30);

  public Compiler {
    playbooks = List.copyOf(playbooks);
    tags = Set.copyOf(tags);
    vars = Map.copyOf(vars);
    otherwise = Map.copyOf(otherwise);
  }

  public Compiler(List<Playbook> playbooks, Set<String> tags, Map<String, String> vars) {
    this(playbooks, tags, vars, Map.of());
  }

  /** Whether a playbook knows that variable and leaves it empty. */
  public boolean leavesEmpty(String variable) {
    return playbooks.stream().anyMatch(playbook -> playbook.leavesEmpty(variable));
  }

  /** The same, with more values of variables that a playbook leaves empty. */
  public Compiler otherwise(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(otherwise);
    all.putAll(more);
    return new Compiler(playbooks, tags, vars, all);
  }

  /** Whether a variable may have that name. */
  public static boolean isVariable(String name) {
    return Scope.isName(name) && !Scope.FILLED.contains(name);
  }

  /** Refuses what only a guard may do, where nobody can log in from outside to confirm it. */
  public void refuseUnguarded() {
    for (Playbook playbook : playbooks) {
      for (StepText text : playbook.steps()) {
        if (text.common().risk().needsGuard() && isAskedFor(text)) {
          throw new BadFileException(
              text.at(),
              "'risk: %s' needs somebody who logs in from outside: run fleet apply on another machine"
                  .formatted(text.common().risk()));
        }
      }
    }
  }

  public List<Step> compile(Machine machine, Facts facts) {
    StepIds ids = new StepIds();
    for (Playbook playbook : playbooks) {
      playbook.steps().forEach(ids::reserve);
    }
    Set<List<Object>> seen = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    for (Playbook playbook : playbooks) {
      for (StepText text : playbook.steps()) {
        Step step = step(text, machine, facts, ids);
        if (step.skip().isPresent() || seen.add(List.of(step.as(), step.contract()))) {
          steps.add(step);
        }
      }
    }
    return steps;
  }

  private Step step(StepText text, Machine machine, Facts facts, StepIds ids) {
    StepKind kind = Kinds.required(text.at(), text.kind());
    Scope scope = scope(text.playbook(), machine, facts);
    Arguments in = Arguments.read(text.kind(), kind.parameters(), text.arguments(), scope);
    Optional<String> skip = skip(text, machine, facts, scope);
    Contract contract = skip.isPresent() ? skipped(text, kind, in, facts) : kind.compile(in, facts);
    Common common = text.common();
    // A title that a kind makes may hold a part of what it is about.
    String made = common.secret() ? secretTitle(text, in) : contract.title();
    String title = common.title().map(t -> scope.expand(text.at(), t)).orElse(made);
    Account account = account(text, contract);
    if (common.risk().needsGuard() && skip.isEmpty()) {
      Reversal.require(text, contract, account);
    }
    boolean detached = contract.fix().map(Fix::detached).orElse(false);
    return new Step(
        ids.of(text, made),
        text.kind(),
        title.replaceAll("\\p{Cntrl}", " "),
        text.at(),
        contract,
        account,
        skip,
        conditions(text).flatMap(when -> when.has().stream()).distinct().toList(),
        common.timeout().orElse(detached ? DETACHED_LIMIT : LIMIT),
        tags(text),
        common.risk(),
        common.validate().stream().map(each -> scope.script(each.at(), each.text())).toList(),
        common.outside(),
        common.secret(),
        common.secret() ? in.secrets() : Set.of(),
        common.refs(),
        common.why());
  }

  private static String secretTitle(StepText text, Arguments in) {
    String about = String.join(" ", in.paths());
    return text.kind() + " " + (about.isEmpty() ? "with a secret" : about);
  }

  private Scope scope(Playbook.Settings settings, Machine machine, Facts facts) {
    Map<String, String> names = new HashMap<>(settings.vars());
    otherwise.forEach(
        (name, value) -> {
          if (names.getOrDefault(name, "").isEmpty()) {
            names.put(name, said(name).orElse(value));
          }
        });
    names.putAll(vars);
    names.put("machine", machine.name());
    names.put("address", machine.address());
    names.put("user", facts.user());
    names.put("home", facts.home());
    names.put("os", facts.os());
    names.put("arch", facts.arch());
    return new Scope(names, facts.home(), settings.directory());
  }

  /** What the first playbook that says anything of a variable says. */
  private Optional<String> said(String name) {
    return playbooks.stream()
        .flatMap(playbook -> playbook.steps().stream())
        .map(text -> text.playbook().vars().getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static Contract skipped(StepText text, StepKind kind, Arguments in, Facts facts) {
    return Contract.of(skippedTitle(text, kind, in, facts), "", Call.of("say", "!na"), "");
  }

  /** The title that the step would have, if it can be made for a machine that it is not for. */
  private static String skippedTitle(StepText text, StepKind kind, Arguments in, Facts facts) {
    try {
      return kind.compile(in, facts).title();
    } catch (BadFileException _) {
      return text.kind() + " step";
    }
  }

  private Optional<String> skip(StepText text, Machine machine, Facts facts, Scope scope) {
    if (!isAskedFor(text)) {
      return Optional.of("not among the tags asked for");
    }
    return conditions(text).flatMap(when -> when.unmet(machine, facts, scope).stream()).findFirst();
  }

  private boolean isAskedFor(StepText text) {
    return tags.isEmpty() || tags(text).stream().anyMatch(tags::contains);
  }

  private static Stream<When> conditions(StepText text) {
    return Stream.concat(text.playbook().conditions().stream(), text.common().when().stream());
  }

  private static Set<String> tags(StepText text) {
    Set<String> tags = new HashSet<>(text.playbook().tags());
    tags.addAll(text.common().tags());
    return tags;
  }

  private static Account account(StepText text, Contract contract) {
    Optional<Boolean> sudo = text.common().sudo();
    if (text.common().account().isPresent()) {
      return text.common().account().get();
    } else if (sudo.orElse(false)) {
      return Account.ROOT;
    }
    boolean root = sudo.orElse(text.playbook().sudo());
    return contract.needs().orElse(root ? Account.ROOT : Account.USER);
  }
}
