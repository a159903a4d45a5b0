package fleet.cli.machine;

import fleet.cli.Exit;
import fleet.cli.RegistryOption;
import fleet.cli.UsageException;
import fleet.wire.CoordinatorException;
import fleet.yaml.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet machine mute}: a machine under maintenance is shown as such, and is not red. */
@Command(
    name = "mute",
    mixinStandardHelpOptions = true,
    description = "Keeps a machine's troubles out of fleet health for a while; --for 0m ends that.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class MuteCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Parameters(paramLabel = "MACHINE", description = "Its name or id.")
  private String name;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      required = true,
      description = "How long, as 30m, 4h or 2d.")
  private String time;

  @Override
  public Integer call() throws CoordinatorException {
    Duration length = length();
    Registered machine = Registered.find(registry, name);
    Optional<Instant> until =
        length.isZero()
            ? Optional.empty()
            : Optional.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(length));
    machine.coordinator().mute(machine.id(), until);
    System.out.printf(
        "%s is %s%n", machine.name(), until.map(end -> "muted until " + end).orElse("heard again"));
    return Exit.OK;
  }

  private Duration length() {
    if (!time.matches("[0-9]{1,4}[mhd]")) {
      throw new UsageException("--for wants a time as 30m, 4h or 2d, not " + Shown.quoted(time));
    }
    long count = Long.parseLong(time.substring(0, time.length() - 1));
    return switch (time.charAt(time.length() - 1)) {
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
