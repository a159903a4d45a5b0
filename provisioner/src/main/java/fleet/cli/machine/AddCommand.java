package fleet.cli.machine;

import fleet.cli.Exit;
import fleet.cli.RegistryOption;
import fleet.cli.Surroundings;
import fleet.registry.NewMachine;
import fleet.registry.RegistryEditor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fleet machine add}: writes a machine into fleet.yaml and leaves all else as it is. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = "Adds a machine to fleet.yaml; comments and layout stay.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class AddCommand implements Callable<Integer> {
  @Mixin private final RegistryOption registry = new RegistryOption();

  @Parameters(index = "0", paramLabel = "MACHINE", description = "Its name.")
  private String name;

  @Parameters(
      index = "1",
      paramLabel = "ADDRESS",
      description = "Where it answers, on the tailnet as a rule.")
  private String address;

  @Option(
      names = "--lan",
      paramLabel = "ADDRESS",
      description = "Its address on the local network.")
  private @Nullable String lan;

  @Option(names = "--user", paramLabel = "USER", description = "The account to log in as.")
  private @Nullable String user;

  @Option(names = "--port", paramLabel = "PORT", description = "The port of SSH.")
  private @Nullable Integer port;

  @Option(names = "--os", paramLabel = "OS", description = "linux or macos.")
  private @Nullable String os;

  @Option(names = "--roles", split = ",", paramLabel = "ROLE", description = "Declared roles.")
  private List<String> roles = List.of();

  @Option(names = "--slots", paramLabel = "N", description = "How many agents it has room for.")
  private @Nullable Integer slots;

  @Option(names = "--jump", paramLabel = "MACHINE", description = "The machine to go through.")
  private @Nullable String jump;

  @Override
  public Integer call() throws IOException {
    Surroundings here = Surroundings.here();
    Path file = registry.path(here);
    NewMachine machine =
        new NewMachine(
            name,
            address,
            Optional.ofNullable(lan),
            Optional.ofNullable(user),
            whole(port),
            Optional.ofNullable(os),
            roles,
            whole(slots),
            Optional.ofNullable(jump));
    int members = new RegistryEditor(file, here.home()).add(machine).members().size();
    System.out.printf(
        "%s is the last of %d members in %s; next: fleet bootstrap %s%n",
        name, members, file, name);
    return Exit.OK;
  }

  private static OptionalInt whole(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
