/** {@code fleet launch} and {@code fleet sessions}: what is asked for, and how it is shown. */
@org.jspecify.annotations.NullMarked
package fleet.cli.launch;
