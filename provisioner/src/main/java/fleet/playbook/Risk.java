package fleet.playbook;

/** What a step can do to the way in: {@code MAY_LOCK_OUT} and {@code NETWORK} need a guard. */
public enum Risk {
  NONE,
  SERVICE,
  NETWORK,
  MAY_LOCK_OUT
}
