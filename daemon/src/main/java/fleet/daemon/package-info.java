/** The fleetd command. */
@org.jspecify.annotations.NullMarked
package fleet.daemon;
