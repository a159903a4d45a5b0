package fleet.report;

import java.time.Duration;
import java.time.Instant;

/**
 * What a coordinator answers to beats, once they are durable. It says when to come again, and
 * nothing that a machine could be told to do.
 *
 * @param number the highest number of the series that is stored
 * @param next how long to wait before the next beat
 * @param now the coordinator's clock
 * @param wantsReport whether the coordinator lacks the last full report
 */
public record Ack(long number, Duration next, Instant now, boolean wantsReport) {}
