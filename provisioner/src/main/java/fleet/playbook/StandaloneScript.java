package fleet.playbook;

import fleet.registry.Machine;
import fleet.shell.Quote;
import fleet.yaml.BadFileException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The steps of one machine as one POSIX sh text that needs nothing but sh there, and does, prints
 * and returns what an apply would. The same steps give the same text.
 *
 * @param playbooks their names, for people
 * @param command the fleet command that makes this script for this machine, its facts left out
 * @param masks texts never to be printed
 * @param redact takes the masks out of a text
 */
public record StandaloneScript(
    List<String> playbooks,
    Machine machine,
    Facts facts,
    List<Step> steps,
    String command,
    Collection<String> masks,
    UnaryOperator<String> redact) {
  private static final List<String> ENGINE = List.of("common", "worker", "reach", "verdict", "run");

  public StandaloneScript {
    playbooks = List.copyOf(playbooks);
    steps = List.copyOf(steps);
    masks = List.copyOf(masks);
    steps.forEach(StandaloneScript::refuse);
  }

  /** Whether the text holds a secret. */
  public boolean secret() {
    return !masks.isEmpty();
  }

  private static void refuse(Step step) {
    if (step.skip().isEmpty() && step.risk().needsGuard()) {
      throw new BadFileException(
          step.at(),
          "a script has nobody who logs in from outside to see that this step locked nobody out;"
              + " make it true over SSH with: fleet apply");
    }
  }

  /** The whole script. */
  public String text() {
    String body = body();
    String end = "END_OF_SCRIPT";
    while (body.contains("\n" + end + "\n")) {
      end += "_";
    }
    return """
    #!/bin/sh
    # %2$s: %3$s.
    # %1$s
    # Run it there as %4$s: sh FILE [--dry-run] [--strict], or piped: sh -s -- [--dry-run] <FILE
    # Made by: %5$s
    # The text below is run by this shell, and by one of root's (over sudo) where a step needs it.
    run_body() {
      cat <<'%6$s'
    %7$s%6$s
    }
    # shellcheck disable=SC2034
    run_bytes=%8$d
    eval "$(run_body)"
    run_main "$@"
    """
        .formatted(
            secret() ? "KEEP THIS FILE SECRET: it holds secrets." : "No secrets are in this file.",
            comment(
                "Playbooks "
                    + String.join(", ", playbooks)
                    + " as one script for "
                    + machine.name()),
            comment(where()),
            comment(facts.user()),
            comment(command),
            end,
            body,
            body.getBytes(StandardCharsets.UTF_8).length);
  }

  private String body() {
    StringBuilder text = new StringBuilder();
    text.append(assign("run_machine", machine.name()))
        .append(assign("run_playbooks", String.join(", ", playbooks)))
        .append(assign("run_for", where()))
        .append(assign("run_command", command))
        .append(assign("run_state_root", Script.state(true, facts.home())))
        .append(assign("run_state_user", Script.state(false, facts.home())))
        .append(assign("run_steps", String.valueOf(steps.size())));
    Gathers gathers = new Gathers();
    for (int i = 0; i < steps.size(); i++) {
      text.append('\n').append(new Stanza(i + 1, steps.get(i), redact).text(gathers));
    }
    text.append("\n# What the steps look up, all of a kind at once.\n").append(gathers.text());
    text.append("\n# The step kinds.\n");
    Libraries.of(steps).forEach(library -> text.append(library).append('\n'));
    text.append(Resources.text("prelude.sh")).append('\n');
    text.append(Script.changes()).append('\n');
    text.append("machine_facts() {\n").append(Facts.script()).append("}\n\n");
    text.append(masking()).append('\n');
    ENGINE.forEach(part -> text.append(Resources.text("standalone/" + part + ".sh")).append('\n'));
    return text.toString();
  }

  private String masking() {
    return "# What must not be printed.\nrun_masks() {\n  :\n"
        + masks.stream()
            .map(mask -> "  " + Call.of("run_mask", mask).sh() + "\n")
            .collect(Collectors.joining())
        + "}\n";
  }

  private String where() {
    return "%s %s %s, user %s, home %s"
        .formatted(facts.os(), facts.distro(), facts.arch(), facts.user(), facts.home());
  }

  static String assign(String name, String value) {
    return name + "=" + Quote.sh(value) + "\n";
  }

  /** A comment cannot hold a line break, or what stands behind it would run. */
  static String comment(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /** The distinct gather calls of all steps, numbered. */
  static final class Gathers {
    private final Set<Call> calls = new LinkedHashSet<>();

    /** The step's calls as {@code function:number} words. */
    String words(Step step) {
      return step.contract().gathers().stream()
          .distinct()
          .map(call -> call.function() + ":" + number(call))
          .collect(Collectors.joining(" "));
    }

    private int number(Call call) {
      calls.add(call);
      return List.copyOf(calls).indexOf(call) + 1;
    }

    String text() {
      List<Call> all = List.copyOf(calls);
      return IntStream.range(0, all.size())
          .mapToObj(
              i ->
                  "gather_%d() { run_gather \"$@\"%s; }\n"
                      .formatted(
                          i + 1,
                          all.get(i).arguments().stream()
                              .map(argument -> " " + Quote.sh(argument))
                              .collect(Collectors.joining())))
          .collect(Collectors.joining());
    }
  }
}
