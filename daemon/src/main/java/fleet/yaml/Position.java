package fleet.yaml;

/** A place in a file that a person wrote; line and column (in characters) count from 1. */
public record Position(String file, int line, int column) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
