/** What may be wrong on the operator's side: one class each, found by its name. */
@org.jspecify.annotations.NullMarked
package fleet.cli.doctor.operator;
