package fleet.harden;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds what a control claims against what another machine saw. */
final class Proof {
  private Proof() {}

  /**
   * The control as it is to be told.
   *
   * @param promise what another machine must see of it
   */
  static Control of(Control control, Optional<String> promise, List<Exposure> networks) {
    List<Exposure> asked =
        networks.stream().filter(network -> network.wasAsked(promise.orElse(""))).toList();
    if (promise.isEmpty() || !control.status().isTrue() || asked.isEmpty()) {
      return control;
    }
    List<String> against = new ArrayList<>();
    boolean everywhere = true;
    for (Exposure network : asked) {
      Optional<List<String>> said = network.against(promise.get());
      everywhere = everywhere && said.isPresent();
      said.ifPresent(against::addAll);
    }
    if (!against.isEmpty()) {
      return control.as(Status.FAIL, String.join("; ", against));
    }
    return everywhere ? control.seen() : control;
  }
}
