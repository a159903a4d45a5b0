package fleet.playbook;

import java.util.Locale;

/** What a step can do to the way in. */
public enum Risk {
  NONE,
  SERVICE,
  NETWORK,
  MAY_LOCK_OUT;

  /** Whether a guard must stand by that undoes it if we cannot log in any more. */
  public boolean needsGuard() {
    return this == NETWORK || this == MAY_LOCK_OUT;
  }

  /** As a playbook writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
