package fleet.playbook;

import java.nio.file.Path;

/**
 * A file of the operator's that a fix wants to find on the machine, too large for a script. It lies
 * where the user can write, so a fix of root's takes it only by its digest.
 *
 * @param to where it is brought to; the fix removes it
 */
public record Payload(Path file, String to) {}
