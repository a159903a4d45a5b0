package fleet.registry;

import java.nio.file.Path;
import java.util.Optional;

/** What holds for every machine that does not say otherwise. */
public record Defaults(Optional<String> user, int port, Optional<Path> identity) {}
