package fleet.mesh;

/**
 * What a test found.
 *
 * @param why one printable line for a person, without the names of the two machines where that can
 *     be, so that equal troubles read the same; empty where all is well
 */
public record Finding(Reach outcome, String why) {
  static final Finding OK = new Finding(Reach.OK, "");

  public boolean ok() {
    return outcome == Reach.OK;
  }
}
