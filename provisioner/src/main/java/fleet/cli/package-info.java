/** The fleet command: one file a subcommand. */
@org.jspecify.annotations.NullMarked
package fleet.cli;
