/** Every machine reaches every other over SSH: whose keys go where, and the proof of it. */
@org.jspecify.annotations.NullMarked
package fleet.mesh;
