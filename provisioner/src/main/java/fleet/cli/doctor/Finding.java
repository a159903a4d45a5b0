package fleet.cli.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * What one look found.
 *
 * @param where a machine's name, or {@link #HERE}
 * @param about what was looked at
 * @param says one line for a person
 * @param mend the command that mends it
 */
public record Finding(
    Status status,
    String where,
    String about,
    String says,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> mend) {
  /** The operator's side. */
  public static final String HERE = "here";

  /** The worst first. */
  public enum Status {
    FAIL("fail"),
    WARN("warn"),
    UNKNOWN("unknown"),
    PASS("pass"),
    NA("n/a");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    @JsonValue
    public String word() {
      return word;
    }
  }

  public static Finding pass(String where, String about, String says) {
    return new Finding(Status.PASS, where, about, says, Optional.empty());
  }

  public static Finding notApplicable(String where, String about, String says) {
    return new Finding(Status.NA, where, about, says, Optional.empty());
  }

  public static Finding unknown(String where, String about, String says) {
    return new Finding(Status.UNKNOWN, where, about, says, Optional.empty());
  }

  public static Finding warn(String where, String about, String says, String mend) {
    return new Finding(Status.WARN, where, about, says, Optional.of(mend));
  }

  public static Finding fail(String where, String about, String says, String mend) {
    return new Finding(Status.FAIL, where, about, says, Optional.of(mend));
  }

  /** Something that no command can mend. */
  public static Finding fail(String where, String about, String says) {
    return new Finding(Status.FAIL, where, about, says, Optional.empty());
  }
}
