package fleet.cli.doctor;

import fleet.cli.doctor.Finding.Status;
import fleet.naming.ClassNames;
import fleet.playbook.Facts;
import fleet.registry.Machine;
import fleet.shell.Account;
import fleet.shell.Answer;
import fleet.shell.BlockedException;
import fleet.shell.Connection;
import fleet.shell.Connector;
import fleet.shell.Fragment;
import fleet.shell.Together;
import fleet.shell.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Looks at everything that there is a check for, each of them apart from the others. */
public final class Doctor {
  private static final String SUFFIX = "Check";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private Doctor() {}

  /** What is found on the operator's side. */
  public static List<Finding> here(OperatorSide side) {
    return checks("fleet.cli.doctor.operator", OperatorCheck.class).stream()
        .flatMap(check -> check.look(side).stream())
        .toList();
  }

  /** What is found on machines, each asked once. */
  public static List<Finding> on(List<Machine> machines, Connector connector, int parallel)
      throws InterruptedException {
    return Together.ask(machines, parallel, machine -> on(machine, connector)).stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<Finding> on(Machine machine, Connector connector) {
    List<MachineCheck> checks = checks("fleet.cli.doctor.machine", MachineCheck.class);
    try (Connection connection = connector.open(machine, Facts.script())) {
      MachineSide side = new MachineSide(machine, Facts.parse(connection.greeting()));
      List<Fragment> fragments = new ArrayList<>();
      for (int i = 0; i < checks.size(); i++) {
        fragments.add(new Fragment("check." + i, checks.get(i).script(), LIMIT, false));
      }
      List<Answer> answers = connection.shell(Account.USER).run(fragments);
      List<Finding> findings = new ArrayList<>();
      findings.add(Finding.pass(machine.name(), "reachable", "answers"));
      for (int i = 0; i < checks.size(); i++) {
        findings.addAll(read(checks.get(i), side, answers.get(i)));
      }
      return findings;
    } catch (UnreachableException e) {
      return List.of(unreachable(machine, e.why()));
    } catch (BlockedException e) {
      return List.of(unreachable(machine, e.why()));
    }
  }

  private static List<Finding> read(MachineCheck check, MachineSide side, Answer answer) {
    if (answer.timedOut()) {
      String name = check.getClass().getSimpleName().replace(SUFFIX, "").toLowerCase(Locale.ROOT);
      return List.of(
          Finding.unknown(side.name(), name, "no answer within " + LIMIT.toSeconds() + " s"));
    }
    return check.read(side, answer);
  }

  /** The reason names the command that mends it where there is one; else one can look closer. */
  private static Finding unreachable(Machine machine, String reason) {
    String name = machine.name() + ": ";
    String why = reason.startsWith(name) ? reason.substring(name.length()) : reason;
    int command = why.indexOf(": fleet ssh ");
    return command < 0
        ? Finding.fail(machine.name(), "reachable", why, "fleet ssh " + machine.name())
        : Finding.fail(
            machine.name(),
            "reachable",
            why.substring(0, command).replaceFirst("; if that is right$", ""),
            why.substring(command + 2));
  }

  /** The worst first; what is equally bad stays in its order. */
  public static List<Finding> worstFirst(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparing(Finding::status)).toList();
  }

  /** Whether anything fails. */
  public static boolean fails(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.status() == Status.FAIL);
  }

  private static <T> List<T> checks(String room, Class<T> kind) {
    return ClassNames.in(room, Doctor.class).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> check(room + "." + name, kind))
        .toList();
  }

  private static <T> T check(String name, Class<T> kind) {
    try {
      return Class.forName(name).asSubclass(kind).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " is no check", e);
    }
  }
}
