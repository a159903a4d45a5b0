/** The coordinator: what it knows of the fleet, and who may ask. */
@org.jspecify.annotations.NullMarked
package fleet.coordinator;
