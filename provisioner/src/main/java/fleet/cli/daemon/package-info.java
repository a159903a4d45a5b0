/** What a machine needs to run fleetd, made on the operator's computer. */
@org.jspecify.annotations.NullMarked
package fleet.cli.daemon;
