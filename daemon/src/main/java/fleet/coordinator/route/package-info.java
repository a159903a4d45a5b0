/** What can be asked of a coordinator: one table of routes, and what is behind each. */
@org.jspecify.annotations.NullMarked
package fleet.coordinator.route;
