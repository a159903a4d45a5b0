package fleet.coordinator;

import fleet.coordinator.Member.State;
import fleet.registry.MachineName;
import java.util.Optional;

/**
 * Who becomes a member, and as what: from what is known of a machine, what it says now and who says
 * it. Nobody who holds one key gets another's machine, and a key or an address that nobody has
 * approved is given to no other machine.
 */
public final class Admission {
  private Admission() {}

  /** Who registers a machine. */
  public sealed interface Asker {
    /** Somebody with a join token that was made for that machine. */
    record Joining(String machine) implements Asker {}

    /** An operator, or an admin. */
    record Operator() implements Asker {}

    /** The machine of that id, by its own token. */
    record Itself(String id) implements Asker {}
  }

  /** What comes of it. */
  public sealed interface Decision {
    /**
     * It is written down.
     *
     * @param registration what holds
     * @param proposed what waits for an admin
     */
    record Admitted(State state, Registration registration, Optional<Registration> proposed)
        implements Decision {
      /** Whether an admin has to look at it. */
      public boolean waits() {
        return state == State.PENDING || proposed.isPresent();
      }
    }

    /**
     * It is not.
     *
     * @param conflict whether the asker might have asked, but not for this machine as it is
     */
    record Refused(boolean conflict, String why) implements Decision {}
  }

  public static Decision of(Optional<Member> known, Registration said, Asker asker) {
    if (known.filter(member -> member.state() == State.RETIRED).isPresent()) {
      return new Decision.Refused(
          true,
          "the machine %s was removed, and stays so: give it another name"
              .formatted(said.hostname()));
    }
    return switch (asker) {
      case Asker.Operator() -> vouchedFor(known, said);
      case Asker.Joining(String machine) when same(machine, said.hostname()) ->
          vouchedFor(known, said);
      case Asker.Joining(String machine) -> byTokenOfAnother(known, said, machine);
      case Asker.Itself(String id) -> byItself(known, said, id);
    };
  }

  /** Whoever vouches for a machine that is let in already gives it no other key or address. */
  private static Decision vouchedFor(Optional<Member> known, Registration said) {
    return known
        .filter(member -> member.state() == State.APPROVED)
        .map(member -> kept(member.registration(), said))
        .orElseGet(() -> new Decision.Admitted(State.APPROVED, said, Optional.empty()));
  }

  private static Decision kept(Registration held, Registration said) {
    return held.isReachedAndTrustedAs(said)
        ? new Decision.Admitted(State.APPROVED, said, Optional.empty())
        : new Decision.Admitted(State.APPROVED, held, Optional.of(said));
  }

  private static Decision byTokenOfAnother(
      Optional<Member> known, Registration said, String machine) {
    if (known.isPresent()) {
      return new Decision.Refused(
          true,
          "the machine %s is known, and this token was made for %s: fleet machine token %s"
              .formatted(said.hostname(), machine, said.hostname()));
    }
    return new Decision.Admitted(State.PENDING, said, Optional.empty());
  }

  private static Decision byItself(Optional<Member> known, Registration said, String id) {
    if (known.filter(member -> member.id().equals(id)).isEmpty()) {
      return new Decision.Refused(
          false,
          "this token is not that of the machine %s: fleet machine token %s"
              .formatted(said.hostname(), said.hostname()));
    }
    Member member = known.get();
    if (member.state() == State.PENDING) {
      return new Decision.Admitted(State.PENDING, said, Optional.empty());
    }
    return kept(member.registration(), said);
  }

  private static boolean same(String one, String other) {
    return MachineName.key(one).equals(MachineName.key(other));
  }
}
