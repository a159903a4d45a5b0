package fleet.playbook;

/** File modes, from octal digits to the letters that every {@code ls -l} prints. */
public final class Mode {
  private Mode() {}

  /** {@code 0644} as {@code rw-r--r--}; set-id and sticky bits as POSIX ls shows them. */
  public static String letters(String octal) {
    return three(octal.charAt(1), (octal.charAt(0) & 4) != 0, 's')
        + three(octal.charAt(2), (octal.charAt(0) & 2) != 0, 's')
        + three(octal.charAt(3), (octal.charAt(0) & 1) != 0, 't');
  }

  private static String three(char digit, boolean special, char letter) {
    char read = (digit & 4) != 0 ? 'r' : '-';
    char write = (digit & 2) != 0 ? 'w' : '-';
    return "" + read + write + execute((digit & 1) != 0, special, letter);
  }

  private static char execute(boolean executable, boolean special, char letter) {
    if (special) {
      return executable ? letter : Character.toUpperCase(letter);
    }
    return executable ? 'x' : '-';
  }
}
