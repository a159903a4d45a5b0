/** Playbooks (YAML) become steps (plain shell); one file a step kind, all pure functions. */
@org.jspecify.annotations.NullMarked
package fleet.playbook;
