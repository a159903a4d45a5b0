/** The health of all machines as tables, as JSON, and as it changes. */
@org.jspecify.annotations.NullMarked
package fleet.cli.health;
