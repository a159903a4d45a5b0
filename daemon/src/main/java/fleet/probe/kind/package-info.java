/** One probe a file: what it measures, by Java and by sh, and what of it is wrong. */
@org.jspecify.annotations.NullMarked
package fleet.probe.kind;
