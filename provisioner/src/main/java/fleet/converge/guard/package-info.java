/** What a guard of risky changes decides: the ways in, their proof, and how it is told. */
@org.jspecify.annotations.NullMarked
package fleet.converge.guard;
