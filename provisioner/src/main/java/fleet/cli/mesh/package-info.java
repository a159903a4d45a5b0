/** The mesh on the command line: its subcommands, and the matrix in all its forms. */
@org.jspecify.annotations.NullMarked
package fleet.cli.mesh;
