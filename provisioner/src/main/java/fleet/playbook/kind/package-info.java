/** The step kinds: one class each, found by its name. */
@org.jspecify.annotations.NullMarked
package fleet.playbook.kind;
