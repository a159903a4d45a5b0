/** What {@code fleet sim} takes and shows. */
@org.jspecify.annotations.NullMarked
package fleet.cli.sim;
