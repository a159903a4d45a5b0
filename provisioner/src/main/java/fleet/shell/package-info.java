/**
 * The one place that talks to a machine: connections, the framed conversation with sh, and quoting.
 */
@org.jspecify.annotations.NullMarked
package fleet.shell;
