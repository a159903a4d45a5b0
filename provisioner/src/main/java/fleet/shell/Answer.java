package fleet.shell;

import java.time.Duration;

/**
 * What one fragment printed and how it ended.
 *
 * @param status the exit status; 128 + n for a signal
 * @param out its standard output, cut at the shell's limit
 * @param err its standard error, cut likewise
 * @param timedOut whether it was killed at its limit
 * @param took how long it ran, as seen from here; brief fragments are not timed apart
 */
public record Answer(
    String id, int status, String out, String err, boolean timedOut, Duration took) {}
