package fleet.playbook;

/** What a parameter's text must look like. */
public enum ParameterType {
  /** Any text without NUL. */
  TEXT,
  /** Sh of the user's own, in which {@code ${name}} is a shell variable. */
  SCRIPT,
  /** A list of such sh texts, or a single one. */
  SCRIPTS,
  /** A name without spaces, quotes, control characters or a leading hyphen. */
  NAME,
  /** An absolute path, or one that begins with {@code ~/}; no control characters. */
  PATH,
  /** A list of paths, or a single one. */
  PATHS,
  /** Four octal digits. */
  MODE,
  BOOL,
  INTEGER,
  /** A list of texts, or a single one. */
  TEXTS,
  /** The machines that something is for. */
  WHEN,
  /** Names and values of variables. */
  VARS,
  /** A list of steps. */
  STEPS;

  /** Whether it may be a list. */
  boolean isList() {
    return this == TEXTS || this == SCRIPTS || this == PATHS;
  }

  /** Whether it may hold anything, a secret too. */
  boolean isFree() {
    return this == TEXT || this == TEXTS || this == SCRIPT || this == SCRIPTS;
  }
}
