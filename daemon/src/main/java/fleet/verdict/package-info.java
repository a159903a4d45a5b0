/** From reports and the clock to a verdict, and to the time of the next beat: pure decisions. */
@org.jspecify.annotations.NullMarked
package fleet.verdict;
