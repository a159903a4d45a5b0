/** What may be wrong on a machine: one class each, found by its name. */
@org.jspecify.annotations.NullMarked
package fleet.cli.doctor.machine;
