package fleet.shell;

/** Whose shell it is: the login user's, root's, or (on a Mac) that of the person at the console. */
public enum Account {
  USER,
  ROOT,
  CONSOLE
}
