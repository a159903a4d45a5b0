package fleet.report;

import java.time.Instant;
import java.util.Optional;

/**
 * One sign of life. Its number makes it arrive once: a coordinator stores of each series a number
 * once, and acknowledges what it already has.
 *
 * @param series names the agent's spool; a new one begins where a machine lost its spool
 * @param number counts the beats of a series from 1
 * @param at by the machine's own clock
 * @param dropped how many full reports the agent had to drop since its last beat, for lack of room
 * @param report the full report, where something changed or an hour has passed; none says that all
 *     is as in the last one
 */
public record Beat(
    String series, long number, Instant at, long dropped, Optional<HealthReport> report) {}
