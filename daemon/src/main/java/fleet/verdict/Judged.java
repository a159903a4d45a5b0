package fleet.verdict;

import java.time.Instant;

/**
 * A verdict with its reason, in one line.
 *
 * @param since when it began, by the coordinator's clock of then: the last beat of a machine that
 *     is silent, the oldest trouble of one that has some. Of a healthy one it is when it was last
 *     seen so, and of a muted one it is that of the verdict it would have.
 */
public record Judged(Verdict verdict, String why, Instant since) {}
