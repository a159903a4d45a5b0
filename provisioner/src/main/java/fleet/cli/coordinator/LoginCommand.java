package fleet.cli.coordinator;

import fleet.cli.Exit;
import fleet.cli.Members;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.cli.UsageException;
import fleet.registry.Fleet;
import fleet.wire.CoordinatorException;
import fleet.wire.Pin;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fleet coordinator login}: keeps the operator's key, once the coordinator took it. */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps your key to the coordinator that fleet.yaml names.",
      "The key is asked for, or read from standard input; never give it as an argument."
    })
public final class LoginCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Option(
      names = "--pin",
      paramLabel = "sha256//…",
      description = "Its certificate's pin, as the coordinator prints it when it starts.")
  private @Nullable String pin;

  @Override
  public Integer call() throws CoordinatorException, IOException {
    Surroundings here = Surroundings.here();
    Fleet fleet = Members.of(here, registry).fleet();
    URI url =
        fleet
            .coordinator()
            .orElseThrow(
                () ->
                    new UsageException(
                        fleet.file()
                            + " names no coordinator: add coordinator: https://HOST:PORT"));
    Credentials credentials = new Credentials(url, pin(), key());
    int total = Coordinator.with(credentials).machines().path("total").asInt();
    credentials.write(here, fleet.name());
    System.out.printf(
        "%s knows %d machines; your key is kept in %s%n",
        url, total, Credentials.file(here, fleet.name()));
    return Exit.OK;
  }

  private Optional<Pin> pin() {
    try {
      return Optional.ofNullable(pin).map(Pin::new);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--pin: " + e.getMessage());
    }
  }

  private static String key() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("key: ");
      return checked(typed == null ? "" : new String(typed));
    }
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    return checked(line == null ? "" : line);
  }

  private static String checked(String key) {
    if (!key.strip().matches("fk_[A-Za-z0-9_-]{20,200}")) {
      throw new UsageException("this is no key of a coordinator: it begins with fk_");
    }
    return key.strip();
  }
}
