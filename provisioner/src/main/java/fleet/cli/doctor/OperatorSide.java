package fleet.cli.doctor;

import fleet.cli.Members;
import fleet.cli.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator works with.
 *
 * @param registry where fleet.yaml is, or would be
 * @param members what it says; absent where it cannot be read
 * @param problem why it cannot be read
 */
public record OperatorSide(
    Surroundings surroundings,
    Path registry,
    Optional<Members> members,
    Optional<String> problem) {}
