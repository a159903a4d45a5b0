package fleet.cli;

import fleet.converge.guard.Guarding;
import fleet.playbook.Compiler;
import fleet.registry.Machine;
import fleet.yaml.BadFileException;
import fleet.yaml.Shown;
import fleet.yaml.Yaml;
import fleet.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that runs steps on machines. */
public final class RunOptions {
  @Option(
      names = "--on",
      paramLabel = "MACHINES",
      description = "Machines by name, role:NAME, or all; separated by commas.")
  private @Nullable String on;

  @Option(names = "--here", description = "This very machine, without SSH.")
  boolean here;

  @Option(names = "--parallel", paramLabel = "N", description = "Machines at a time (default 50).")
  private int parallel = 50;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long a machine may take to answer a connection (default 10).")
  private int timeout = 10;

  @Option(
      names = "--guard-window",
      paramLabel = "SECONDS",
      description =
          "How long a machine waits to be confirmed before it takes a risky change back (default"
              + " 90).")
  private int guardWindow = (int) Guarding.WINDOW.toSeconds();

  @Option(
      names = "--canary",
      paramLabel = "N",
      description = "N machines first; others only if these come out well.")
  int canary;

  @Option(
      names = "--max-fail",
      paramLabel = "P",
      description = "Begin no further machine once more than P percent failed (default 100).")
  private int maxFail = 100;

  @Option(
      names = "--tags",
      split = ",",
      paramLabel = "TAG",
      description = "Only steps with one of these tags.")
  private List<String> tags = List.of();

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      description = "A variable of the playbooks, whatever they say of it.")
  private Map<String, String> vars = Map.of();

  @Option(
      names = "--vars",
      paramLabel = "FILE",
      description = "Variables from a YAML file: for secrets, which anybody here can see in --var.")
  private @Nullable Path varsFile;

  @Option(
      names = "--retry-failed",
      description = "Only machines that failed or were unreachable in the last run.")
  boolean retryFailed;

  @Option(
      names = "--accept-new",
      description = "Accept and keep the host keys of machines never seen before.")
  boolean acceptNew;

  @Option(names = "--strict", description = "What is blocked counts as failed.")
  boolean strict;

  @Option(names = "--json", description = "One JSON document on standard output.")
  boolean json;

  @Option(names = "--junit", paramLabel = "FILE", description = "Also write a JUnit report.")
  private @Nullable Path junit;

  @Option(
      names = {"-v", "--verbose"},
      description = "Also lines for steps that were true already, and what fixes print.")
  boolean verbose;

  boolean everything;

  public boolean isHere() {
    return here;
  }

  public boolean isJson() {
    return json;
  }

  /** Whether host keys of machines never seen before are accepted. */
  public boolean accepts() {
    return acceptNew;
  }

  /** Whether machines were named, in either way. */
  public boolean namesMachines() {
    return on != null;
  }

  public boolean isStrict() {
    return strict;
  }

  Map<String, String> vars() {
    Map<String, String> all = new HashMap<>();
    if (varsFile != null) {
      for (YamlMap.Entry entry : Yaml.read(varsFile).asMap("a file of variables").entries()) {
        String name = entry.key().text();
        if (!Compiler.isVariable(name)) {
          throw new BadFileException(
              entry.key().at(), "no variable can be called " + Shown.quoted(name));
        }
        all.put(name, entry.value().asText(Shown.quoted(name)));
      }
    }
    for (String name : vars.keySet()) {
      if (!Compiler.isVariable(name)) {
        throw new UsageException(
            "--var wants NAME=VALUE, the name of lower-case letters, digits and _, and not "
                + Shown.quoted(name));
      }
    }
    all.putAll(vars);
    return Map.copyOf(all);
  }

  /** Machines named without {@code --on}. */
  public void alsoOn(List<String> machines) {
    if (!machines.isEmpty()) {
      on = (on == null ? "" : on + ",") + String.join(",", machines);
    }
  }

  /** Lines for steps that were true already, too. */
  public void showEverything() {
    everything = true;
  }

  public Optional<String> on() {
    return Optional.ofNullable(on);
  }

  Optional<Path> junit() {
    return Optional.ofNullable(junit);
  }

  public Set<String> tags() {
    return Set.copyOf(tags);
  }

  public int parallel() {
    return inRange("--parallel", parallel, 1, 1000);
  }

  public int timeout() {
    return inRange("--timeout", timeout, 1, 3600);
  }

  /** How risky changes are guarded on machines of a fleet. */
  public Guarding guarding(List<Machine> fleet) {
    int seconds = inRange("--guard-window", guardWindow, 5, 3600);
    return new Guarding(Duration.ofSeconds(seconds), fleet);
  }

  int maxFail() {
    return inRange("--max-fail", maxFail, 0, 100);
  }

  private static int inRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UsageException(
          "%s wants a number from %d to %d, not %d".formatted(option, least, most, value));
    }
    return value;
  }
}
