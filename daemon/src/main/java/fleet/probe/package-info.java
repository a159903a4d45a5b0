/** What a machine is asked: one probe a file, in fleet.probe.kind; each timed and isolated. */
@org.jspecify.annotations.NullMarked
package fleet.probe;
