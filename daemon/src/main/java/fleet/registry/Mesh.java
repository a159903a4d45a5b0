package fleet.registry;

/** How the machines trust each other. */
public record Mesh(Mode mode) {
  /** Every machine's key on every machine, or one authority that signs them. */
  public enum Mode {
    KEYS,
    CA
  }
}
