package fleet.launch;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What came of a launch.
 *
 * @param state running, ended, unconfirmed, failed, refused, or what else was found
 * @param found whether the session was there already, by its key
 * @param evidence the last that was to be seen of an agent that is not confirmed
 * @param refusals why machines were not taken
 * @param unreachable whether only unreachable machines spoilt it
 */
public record Launched(
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
    List<String> evidence,
    List<Refused> refusals,
    boolean unreachable) {
  public Launched {
    evidence = List.copyOf(evidence);
    refusals = List.copyOf(refusals);
  }

  /** One machine that was not taken. */
  public record Refused(String machine, String condition, String why, String mend) {}

  static Launched refused(Request request, List<Choice> choices) {
    List<Refused> refusals =
        choices.stream()
            .flatMap(
                choice ->
                    choice.refusal().stream()
                        .map(
                            no ->
                                new Refused(
                                    choice.machine().name(), no.condition(), no.why(), no.mend())))
            .toList();
    String why =
        choices.size() == 1
            ? choices.getFirst().refusal().map(Refusal::line).orElse("")
            : "none of %d machines can take it".formatted(choices.size());
    return new Launched(
        "",
        choices.size() == 1 ? choices.getFirst().machine().name() : "",
        request.project().name(),
        request.agent().name(),
        "refused",
        why,
        Optional.empty(),
        "",
        "",
        "",
        false,
        List.of(),
        refusals,
        refusals.stream().allMatch(no -> no.condition().equals("machine-silent")));
  }

  static Launched of(Session session, boolean found, List<String> evidence) {
    Session.State state = session.state();
    return new Launched(
        session.id(),
        session.machine(),
        session.project(),
        session.agent(),
        state.word(),
        state.why(),
        session.pid(),
        session.worktree(),
        session.branch(),
        session.log(),
        found,
        state.word().equals("running") ? List.of() : evidence,
        List.of(),
        false);
  }

  /** The same with all that is said of it gone through a filter. */
  public Launched said(UnaryOperator<String> filter) {
    return new Launched(
        session,
        machine,
        project,
        agent,
        state,
        filter.apply(why),
        pid,
        worktree,
        branch,
        log,
        found,
        evidence.stream().map(filter).toList(),
        refusals,
        unreachable);
  }

  /** What a rehearsal ends with: all gates are open. */
  static Launched would(Request request, String machine) {
    return ended(request, machine, "would-start", "all gates are open");
  }

  static Launched failed(Request request, String machine, String why) {
    return ended(request, machine, "failed", why);
  }

  private static Launched ended(Request request, String machine, String state, String why) {
    return new Launched(
        request.session(),
        machine,
        request.project().name(),
        request.agent().name(),
        state,
        why,
        Optional.empty(),
        "",
        request.branch(),
        "",
        false,
        List.of(),
        List.of(),
        false);
  }
}
