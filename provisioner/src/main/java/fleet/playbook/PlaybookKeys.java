package fleet.playbook;

import java.util.List;

/** Every key of a playbook that is no step kind's own: what the reader takes and editors offer. */
final class PlaybookKeys {
  static final String WHEN = "when";
  static final String VARS = "vars";
  static final String STEPS = "steps";
  static final String INCLUDE = "include";
  static final String VALIDATE = "validate";
  static final String OUTSIDE = "outside";

  /** At the top of the file. */
  static final Parameters FILE =
      Parameters.none()
          .required("playbook", ParameterType.TEXT, "The playbook's name.")
          .optional("about", ParameterType.TEXT, "What it makes true, in one sentence.")
          .optional("sudo", ParameterType.BOOL, "Whether its steps are done as root.")
          .optional(WHEN, ParameterType.WHEN, "The machines that it is for.")
          .optional(VARS, ParameterType.VARS, "Variables, for ${name} in its steps.")
          .optional("tags", ParameterType.TEXTS, "Tags of all its steps, for --tags.")
          .optional(INCLUDE, ParameterType.TEXTS, "Playbooks whose steps come first.")
          .optional(STEPS, ParameterType.STEPS, "What shall be true, in order.");

  /** Beside a step's kind. */
  static final Parameters STEP =
      Parameters.none()
          .optional("title", ParameterType.TEXT, "What a person reads of it.")
          .optional("id", ParameterType.TEXT, "Its name in reports: lower-case words and hyphens.")
          .optional(WHEN, ParameterType.WHEN, "The machines that it is for.")
          .optional("sudo", ParameterType.BOOL, "Whether it is done as root.")
          .choice("as", List.of("user", "root", "console"), "Whose account does it.")
          .optional("timeout", ParameterType.INTEGER, "Seconds that it may take; 600 if not said.")
          .optional("tags", ParameterType.TEXTS, "Its tags, for --tags.")
          .choice(
              "risk",
              List.of("none", "service", "network", "may-lock-out"),
              "What it may do to the way in.")
          .optional(
              VALIDATE,
              ParameterType.SCRIPTS,
              "Sh that must succeed, as root, after a risky fix, or it is undone.")
          .optional(
              OUTSIDE,
              ParameterType.TEXT,
              "What another machine must see of it: ports, passwords, or tcp/NUMBER closed.")
          .optional("secret", ParameterType.BOOL, "Whether its values are never shown.")
          .optional("refs", ParameterType.TEXTS, "Where its reason is written down.")
          .optional("why", ParameterType.TEXTS, "Its reason.");

  /** In place of a kind. */
  static final Parameters INCLUDED =
      Parameters.none()
          .required(INCLUDE, ParameterType.TEXT, "A playbook whose steps come here.")
          .optional(WHEN, ParameterType.WHEN, "The machines that they are for.");

  /** Under {@code when}. */
  static final Parameters CONDITIONS =
      Parameters.none()
          .optional("os", ParameterType.TEXTS, "linux or macos.")
          .optional("distro", ParameterType.TEXTS, "ID of /etc/os-release, as in debian.")
          .optional("version", ParameterType.TEXTS, "Of the system, as in 13, >=15 or <26.")
          .optional("arch", ParameterType.TEXTS, "As in x86_64 or arm64.")
          .optional("role", ParameterType.TEXTS, "A role of the machine in fleet.yaml.")
          .optional("has", ParameterType.NAME, "A command that the machine has.")
          .optional("set", ParameterType.NAME, "A variable that has a value.");

  private PlaybookKeys() {}
}
