/** Proofs on real machines: fleet is driven as a user drives it, and seen from outside SSH. */
@org.jspecify.annotations.NullMarked
package fleet.proof;
