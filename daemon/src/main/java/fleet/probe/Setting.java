package fleet.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an agent's probes are told about the place they run in.
 *
 * @param home of the account whose agent logins and sessions are looked at
 * @param services the units that are expected to run here
 * @param clockOffset of this machine's clock from the coordinator's, where one has answered
 */
public record Setting(Path home, List<String> services, Optional<Duration> clockOffset) {}
