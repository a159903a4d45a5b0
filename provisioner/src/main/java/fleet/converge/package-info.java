/** Makes steps true on machines: plan, apply, outcomes, the run's journal. */
@org.jspecify.annotations.NullMarked
package fleet.converge;
