package fleet.converge;

import java.util.Optional;

/**
 * How one step came out on one machine.
 *
 * @param diff a unified diff of what it changes, where its kind can show one
 */
public record StepResult(String id, String title, Outcome outcome, Optional<String> diff) {}
