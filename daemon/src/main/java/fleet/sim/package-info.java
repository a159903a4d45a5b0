/** A fleet under a simulated clock, judged by the coordinator's own code; and beats by the load. */
@org.jspecify.annotations.NullMarked
package fleet.sim;
