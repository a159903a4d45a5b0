/**
 * {@code fleet harden}: what the playbook is told of each machine, and how the outcome is shown.
 */
@org.jspecify.annotations.NullMarked
package fleet.cli.harden;
