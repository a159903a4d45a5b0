package fleet.health;

/** Somewhere to see all machines from, as often as one likes. */
@FunctionalInterface
public interface Lookout {
  Board look() throws InterruptedException;
}
