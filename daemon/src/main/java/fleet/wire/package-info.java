/** The way to a coordinator: its certificate pinned, its answers read. */
@org.jspecify.annotations.NullMarked
package fleet.wire;
