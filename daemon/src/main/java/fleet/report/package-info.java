/** What a machine says about itself, and its form on the wire. */
@org.jspecify.annotations.NullMarked
package fleet.report;
