/** The subcommands: one class each, found by its name. */
@org.jspecify.annotations.NullMarked
package fleet.cli.command;
