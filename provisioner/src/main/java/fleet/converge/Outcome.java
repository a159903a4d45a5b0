package fleet.converge;

/** How a step, or a machine, came out; {@code why} is one line for a person and may be empty. */
public sealed interface Outcome {
  /** How the reason of a step begins that only a person can do. */
  String BY_HAND = "by hand: ";

  /** How it begins where the machine must be started again. */
  String PENDING_REBOOT = "pending reboot: ";

  /** How it begins where nobody could tell. */
  String UNKNOWN = "unknown: ";

  /** How it begins where the run did not come to it. */
  String NOT_DONE = "not done";

  String why();

  record Unchanged(String why) implements Outcome {}

  record Changed(String why) implements Outcome {}

  record WouldChange(String why) implements Outcome {}

  record Skipped(String why) implements Outcome {}

  record Blocked(String why) implements Outcome {}

  record Failed(String why) implements Outcome {}

  record Unreachable(String why) implements Outcome {}

  /** The outcome's word in JSON. */
  default String word() {
    return switch (this) {
      case Unchanged _ -> "unchanged";
      case Changed _ -> "changed";
      case WouldChange _ -> "would-change";
      case Skipped _ -> "skipped";
      case Blocked _ -> "blocked";
      case Failed _ -> "failed";
      case Unreachable _ -> "unreachable";
    };
  }

  /** The same outcome for another reason. */
  default Outcome because(String reason) {
    return switch (this) {
      case Unchanged _ -> new Unchanged(reason);
      case Changed _ -> new Changed(reason);
      case WouldChange _ -> new WouldChange(reason);
      case Skipped _ -> new Skipped(reason);
      case Blocked _ -> new Blocked(reason);
      case Failed _ -> new Failed(reason);
      case Unreachable _ -> new Unreachable(reason);
    };
  }

  /** How bad it is: a machine's outcome is that of its worst step. */
  default int weight() {
    return switch (this) {
      case Skipped _ -> 0;
      case Unchanged _ -> 1;
      case WouldChange _ -> 2;
      case Changed _ -> 3;
      case Blocked _ -> 4;
      case Failed _ -> 5;
      case Unreachable _ -> 6;
    };
  }
}
