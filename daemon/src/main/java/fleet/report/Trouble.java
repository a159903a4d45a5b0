package fleet.report;

/**
 * What a reading shows to be not as it should be, without its history.
 *
 * @param type names it for programs, as in {@code disk-full}; with what it is about behind a colon
 *     where a machine may have several ({@code disk-full:/home})
 * @param reason one line for people, with the figure and what mends it where that is known
 */
public record Trouble(String type, Severity severity, String reason) {}
