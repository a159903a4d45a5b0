/** A machine made safe, and what another machine sees of it. */
@org.jspecify.annotations.NullMarked
package fleet.harden;
