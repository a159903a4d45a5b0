package fleet.mesh;

/** Hears how far the tests are; called from many threads at once. */
@FunctionalInterface
public interface Progress {
  /**
   * So many are done.
   *
   * @param what {@code pairs} or {@code hops}
   */
  void tested(String what, int done, int total);
}
