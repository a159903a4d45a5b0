package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;

/**
 * A service: whether it starts at boot, whether it runs, and that it was started after files that
 * it reads at its start were changed.
 */
public final class ServiceKind implements StepKind {
  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("name", ParameterType.NAME, "Its unit, as in ssh or apt-daily.timer.")
        .optional("enabled", ParameterType.BOOL, "Whether it starts at boot.")
        .optional("running", ParameterType.BOOL, "Whether it runs now.")
        .optional("newer-than", ParameterType.PATHS, "Files: it is restarted when they are newer.")
        .optional("user", ParameterType.BOOL, "Whether it is one of the user's own.")
        .optional("label", ParameterType.NAME, "Its label on macOS, where it is not the name.")
        .optional("plist", ParameterType.PATH, "Where launchd finds it, if not in the usual place.")
        .shorthand("name");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    Wish wish = Wish.of(in);
    return facts.os().equals("macos")
        ? LaunchdService.contract(in, facts, wish)
        : SystemdService.contract(in, wish);
  }

  /**
   * What is asked of a service, each as {@code yes}, {@code no} or nothing where it does not
   * matter.
   */
  record Wish(String enabled, String running) {
    private static Wish of(Arguments in) {
      String enabled = word(in, "enabled");
      String running = word(in, "running");
      boolean newer = in.has("newer-than");
      if (newer && running.equals("no")) {
        throw new BadFileException(
            in.at("newer-than"), "'newer-than' is about a service that runs");
      }
      boolean nothing = enabled.isEmpty() && running.isEmpty() && !newer;
      return new Wish(nothing ? "yes" : enabled, nothing || newer ? "yes" : running);
    }

    private static String word(Arguments in, String name) {
      return in.has(name) ? (in.bool(name, false) ? "yes" : "no") : "";
    }

    String wanted() {
      String first =
          switch (enabled) {
            case "yes" -> "enabled";
            case "no" -> "disabled";
            default -> "";
          };
      String second =
          switch (running) {
            case "yes" -> "running";
            case "no" -> "stopped";
            default -> "";
          };
      return (first + " " + second).strip();
    }
  }
}
