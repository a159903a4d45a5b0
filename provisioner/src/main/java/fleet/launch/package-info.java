/** Agents at work: where one may start, how it starts there, and what has become of it. */
@org.jspecify.annotations.NullMarked
package fleet.launch;
