package fleet.playbook;

import fleet.shell.Account;
import fleet.yaml.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that shall be true on one machine.
 *
 * @param id unique in its run
 * @param title what a person reads
 * @param as whose shell fixes it (and checks it, unless the contract may be read publicly)
 * @param skip why it does not apply to this machine
 * @param has commands without which it does not apply, looked up on the machine when checked
 * @param limit how long its fix may take
 * @param validate sh of the user's own that must succeed after a risky fix
 * @param outside what another machine must see of it
 * @param secret whether its values must never be shown
 * @param secrets the values never to be shown
 * @param refs where its reason is written down
 */
public record Step(
    String id,
    String kind,
    String title,
    Position at,
    Contract contract,
    Account as,
    Optional<String> skip,
    List<String> has,
    Duration limit,
    Set<String> tags,
    Risk risk,
    List<String> validate,
    Optional<String> outside,
    boolean secret,
    Set<String> secrets,
    List<String> refs,
    Optional<String> why) {
  /** How {@code skip} begins where a step is for another system altogether. */
  public static final String OTHER_SYSTEM = "only where os is ";

  public Step {
    tags = Set.copyOf(tags);
    secrets = Set.copyOf(secrets);
    has = List.copyOf(has);
    refs = List.copyOf(refs);
    validate = List.copyOf(validate);
  }

  /** A step of which nothing is seen from outside. */
  public Step(
      String id,
      String kind,
      String title,
      Position at,
      Contract contract,
      Account as,
      Optional<String> skip,
      List<String> has,
      Duration limit,
      Set<String> tags,
      Risk risk,
      List<String> validate,
      boolean secret,
      Set<String> secrets,
      List<String> refs,
      Optional<String> why) {
    this(
        id,
        kind,
        title,
        at,
        contract,
        as,
        skip,
        has,
        limit,
        tags,
        risk,
        validate,
        Optional.empty(),
        secret,
        secrets,
        refs,
        why);
  }

  /** The same step, left alone for a reason. */
  public Step leftFor(String reason) {
    return new Step(
        id,
        kind,
        title,
        at,
        contract,
        as,
        Optional.of(reason),
        has,
        limit,
        tags,
        risk,
        validate,
        outside,
        secret,
        secrets,
        refs,
        why);
  }

  /**
   * What names it in the machine's ledger, equal for all its runs. The contract's own key may hold
   * values, and those of a secret step are written nowhere.
   */
  public String key() {
    return secret
        ? "secret "
            + kind
            + " "
            + (contract.touches().isEmpty() ? id : String.join(" ", contract.touches()))
        : contract.key();
  }

  /** Whose shell looks first. */
  public Account readAs() {
    return as == Account.ROOT && contract.publicly() ? Account.USER : as;
  }
}
