/**
 * What a coordinator knows, in SQLite or PostgreSQL: tables, and beats that are durable when
 * acknowledged.
 */
@org.jspecify.annotations.NullMarked
package fleet.coordinator.store;
