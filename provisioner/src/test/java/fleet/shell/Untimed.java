package fleet.shell;

/** An answer whatever time it took, to be compared. */
record Untimed(String id, int status, String out, String err, boolean timedOut) {
  static Untimed of(Answer answer) {
    return new Untimed(answer.id(), answer.status(), answer.out(), answer.err(), answer.timedOut());
  }
}
