/** Every machine reaches every other over SSH: who tests whom and when, and what came of it. */
@org.jspecify.annotations.NullMarked
package fleet.mesh;
