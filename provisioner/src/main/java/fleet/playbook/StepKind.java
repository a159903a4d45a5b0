package fleet.playbook;

/**
 * One kind of step, as {@code file} or {@code package}: a pure function from what its YAML says and
 * the machine's facts to the contract. It lives in {@code fleet.playbook.kind} as one class named
 * after its word ({@code file} is {@code FileKind}), which is all that it takes to add one.
 */
public interface StepKind {
  /** What its YAML may say. */
  Parameters parameters();

  /**
   * The contract on a machine with these facts.
   *
   * @throws fleet.yaml.BadFileException where the YAML asks for what cannot be
   */
  Contract compile(Arguments in, Facts facts);
}
