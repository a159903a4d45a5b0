package fleet.mesh;

import java.util.List;

/**
 * From a machine over others to the last: of two machines it is a pair, of three a hop.
 *
 * @param machines their names, the source first
 */
public record Route(List<String> machines) {
  public Route {
    machines = List.copyOf(machines);
    if (machines.size() < 2) {
      throw new IllegalArgumentException("a route has two ends: " + machines);
    }
  }

  public static Route of(String... machines) {
    return new Route(List.of(machines));
  }

  public String from() {
    return machines.getFirst();
  }

  public String to() {
    return machines.getLast();
  }

  /** The machines to log in to, one after the other. */
  public List<String> logins() {
    return machines.subList(1, machines.size());
  }

  /** The pair of a leg, counted from 1. */
  Route leg(int number) {
    return new Route(machines.subList(number - 1, number + 1));
  }
}
