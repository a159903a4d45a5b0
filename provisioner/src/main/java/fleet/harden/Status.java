package fleet.harden;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a control stands on a machine. */
public enum Status {
  /** It was true already. */
  PASS("pass"),
  /** This run made it true. */
  FIXED("fixed"),
  /** A run would make it true. */
  WOULD_FIX("would-fix"),
  FAIL("fail"),
  /** True after the next start of the machine, as far as one can tell. */
  PENDING_REBOOT("pending-reboot"),
  /** The machine does not let us. */
  BLOCKED("blocked"),
  /** Only a person can do it. */
  MANUAL("manual"),
  UNKNOWN("unknown"),
  /** fleet.yaml declines it. */
  ACCEPTED("accepted"),
  /** There is nothing there that it is about. */
  NOT_APPLICABLE("n/a");

  private final String word;

  Status(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  public boolean isTrue() {
    return this == PASS || this == FIXED;
  }

  /** Whether it waits for somebody else. */
  public boolean isBlocked() {
    return this == BLOCKED || this == MANUAL || this == PENDING_REBOOT;
  }

  /** Whether it spoils a run. */
  public boolean isRed() {
    return this == FAIL || this == UNKNOWN;
  }
}
