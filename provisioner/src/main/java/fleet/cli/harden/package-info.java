/** {@code fleet harden}: what the playbook is told of each machine, one file a command, and how it is shown. */
@org.jspecify.annotations.NullMarked
package fleet.cli.harden;
