/** Beats a real coordinator as a whole fleet would, only faster. */
@org.jspecify.annotations.NullMarked
package fleet.sim.load;
