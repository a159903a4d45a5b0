/** {@code fleet machine}: one file a command. */
@org.jspecify.annotations.NullMarked
package fleet.cli.machine;
