/** fleet.yaml becomes immutable records: the fleet, its machines and its projects. */
@org.jspecify.annotations.NullMarked
package fleet.registry;
