/** What the playbook harden is told of each machine. */
@org.jspecify.annotations.NullMarked
package fleet.cli.harden;
