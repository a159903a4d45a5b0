/** The operator's side of a coordinator: his key and its pin, and what he asks of it. */
@org.jspecify.annotations.NullMarked
package fleet.cli.coordinator;
