package fleet.verdict;

import java.time.Instant;

/** A verdict with its reason, in one line, and since when it holds. */
public record Judged(Verdict verdict, String why, Instant since) {}
