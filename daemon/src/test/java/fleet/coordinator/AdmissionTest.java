package fleet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.coordinator.Admission.Asker;
import fleet.coordinator.Admission.Decision;
import fleet.coordinator.Admission.Decision.Admitted;
import fleet.coordinator.Admission.Decision.Refused;
import fleet.coordinator.Member.State;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table of who becomes what. */
class AdmissionTest {
  private static final Registration HELD =
      new Registration("m1", "100.64.0.1", "dev", 22, "linux", "x86_64", "key one", "host one");

  @ParameterizedTest(name = "{0}, and {1} says {2}: {3}")
  @CsvSource({
    "unknown,  operator, same,    approved",
    "unknown,  join,     same,    approved",
    "unknown,  other,    same,    pending",
    "unknown,  itself,   same,    forbidden",
    "pending,  operator, same,    approved",
    "pending,  operator, key,     approved",
    "pending,  join,     key,     approved",
    "pending,  other,    same,    conflict",
    "pending,  other,    key,     conflict",
    "pending,  itself,   key,     pending",
    "pending,  stranger, same,    forbidden",
    "approved, operator, same,    approved",
    "approved, operator, os,      approved",
    "approved, operator, key,     proposed",
    "approved, operator, address, proposed",
    "approved, join,     same,    approved",
    "approved, join,     key,     proposed",
    "approved, other,    same,    conflict",
    "approved, other,    key,     conflict",
    "approved, itself,   same,    approved",
    "approved, itself,   os,      approved",
    "approved, itself,   key,     proposed",
    "approved, itself,   hostKey, proposed",
    "approved, itself,   address, proposed",
    "approved, itself,   user,    proposed",
    "approved, itself,   port,    proposed",
    "approved, stranger, same,    forbidden",
    "approved, stranger, key,     forbidden",
    "retired,  operator, same,    conflict",
    "retired,  join,     same,    conflict",
    "retired,  other,    same,    conflict",
    "retired,  itself,   same,    conflict",
  })
  void decides(String known, String asker, String change, String outcome) {
    Registration said = said(change);
    Decision decision = Admission.of(known(known), said, asker(asker));
    Decision wanted =
        switch (outcome) {
          case "approved" -> new Admitted(State.APPROVED, said, Optional.empty());
          case "pending" -> new Admitted(State.PENDING, said, Optional.empty());
          case "proposed" -> new Admitted(State.APPROVED, HELD, Optional.of(said));
          case "conflict", "forbidden" -> refused(decision, outcome.equals("conflict"));
          default -> throw new IllegalArgumentException(outcome);
        };
    assertEquals(wanted, decision);
  }

  private static Decision refused(Decision decision, boolean conflict) {
    String why = decision instanceof Refused refused ? refused.why() : "";
    return new Refused(conflict, why);
  }

  private static Optional<Member> known(String state) {
    return state.equals("unknown")
        ? Optional.empty()
        : Optional.of(
            new Member(
                "mach_1",
                State.valueOf(state.toUpperCase(java.util.Locale.ROOT)),
                HELD,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                1));
  }

  private static Asker asker(String who) {
    return switch (who) {
      case "operator" -> new Asker.Operator();
      case "join" -> new Asker.Joining("M1.local");
      case "other" -> new Asker.Joining("m2");
      case "itself" -> new Asker.Itself("mach_1");
      default -> new Asker.Itself("mach_2");
    };
  }

  private static Registration said(String change) {
    return new Registration(
        "m1",
        change.equals("address") ? "100.64.0.9" : "100.64.0.1",
        change.equals("user") ? "root" : "dev",
        change.equals("port") ? 2222 : 22,
        change.equals("os") ? "macos" : "linux",
        "x86_64",
        change.equals("key") ? "key two" : "key one",
        change.equals("hostKey") ? "host two" : "host one");
  }
}
