/** What is wrong on the operator's side or on a machine, and what mends it. */
@org.jspecify.annotations.NullMarked
package fleet.cli.doctor;
