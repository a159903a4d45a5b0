/** The truth about all machines: what they or the coordinator say, and what their silence means. */
@org.jspecify.annotations.NullMarked
package fleet.health;
