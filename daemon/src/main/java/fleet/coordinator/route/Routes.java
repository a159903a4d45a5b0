package fleet.coordinator.route;

import fleet.coordinator.ClockGuard;
import fleet.coordinator.Services;
import java.util.List;
import java.util.stream.Stream;

/** All that can be asked, in one table. */
public final class Routes {
  private Routes() {}

  static List<Route> all(Services services, Gate gate) {
    return Stream.of(
            RegisterRoutes.all(),
            BeatRoutes.all(services),
            MachineRoutes.all(services),
            KeyRoutes.all(services),
            DocumentRoutes.all(services, gate),
            WatchRoutes.all(services))
        .flatMap(List::stream)
        .toList();
  }

  /** What answers them. */
  public static Router router(Services services, ClockGuard clockGuard) {
    var gate = new Gate(services);
    return new Router(services, gate, all(services, gate), clockGuard);
  }
}
