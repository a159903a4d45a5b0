package fleet.coordinator;

import java.util.Locale;

/** What a key is good for, each with all that the one before it may. */
public enum Role {
  /** Reports as its own machine, and sees nothing. */
  MACHINE,
  /** Reads. */
  VIEWER,
  /** Registers and mutes machines, makes join tokens. */
  OPERATOR,
  /** Approves and retires machines, makes keys, reads the audit. */
  ADMIN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
