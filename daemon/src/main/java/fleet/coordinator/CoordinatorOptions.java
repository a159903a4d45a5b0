package fleet.coordinator;

import fleet.coordinator.http.HttpLimits;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.StoreException;
import fleet.coordinator.store.Stores;
import fleet.coordinator.tls.OwnIdentity;
import fleet.coordinator.tls.ServerIdentity;
import fleet.probe.Probes;
import fleet.probe.Troubles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a coordinator is told to run, in {@code fleetd coordinator} and {@code fleet coordinator}.
 */
public final class CoordinatorOptions {
  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      defaultValue = "127.0.0.1:7070",
      description =
          "Where to listen, on this computer or the tailnet; ${DEFAULT-VALUE} without it.")
  private String listen = "127.0.0.1:7070";

  @Mixin private final DataFolder folder = new DataFolder();

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = {
        "PostgreSQL in the place of a file, for several coordinators on one database, as in",
        "jdbc:postgresql://HOST/DATABASE?user=USER; its password belongs in ~/.pgpass."
      })
  private @Nullable String database;

  @Option(
      names = "--public",
      description = "Listens on any address, where everybody may come to the door.")
  private boolean open;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "Your own certificate in PEM, with those that sign it behind it.")
  private @Nullable Path certificate;

  @Option(names = "--key", paramLabel = "FILE", description = "The private key of --cert, in PEM.")
  private @Nullable Path key;

  /** Starts one; {@link CoordinatorTrouble} says in one line why it cannot. */
  public Coordinator start() {
    InetSocketAddress at = address();
    Path dir = folder.dir();
    requireBothFiles();
    requireNoPassword();
    try {
      Store store =
          Stores.open(
              Optional.ofNullable(database).orElse(dir.toString()), new Troubles(Probes.all())::of);
      try {
        return Coordinator.start(
            store, at, identity(at, dir), HttpLimits.DEFAULT, InstantSource.system());
      } catch (IOException | RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (StoreException e) {
      throw CoordinatorTrouble.failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CoordinatorTrouble.failed(
          "cannot listen on %s: %s".formatted(listen, String.valueOf(e.getMessage())));
    }
  }

  private InetSocketAddress address() {
    try {
      return ListenAddress.of(listen, open);
    } catch (IllegalArgumentException e) {
      throw CoordinatorTrouble.misused(String.valueOf(e.getMessage()));
    }
  }

  private void requireBothFiles() {
    if ((certificate == null) != (key == null)) {
      throw CoordinatorTrouble.misused("--cert and --key are given together");
    }
  }

  /** Everybody on this computer can read a command line. */
  private void requireNoPassword() {
    if (database != null && database.toLowerCase(Locale.ROOT).contains("password")) {
      throw CoordinatorTrouble.misused(
          "--database: a password on the command line is seen by all: put it into ~/.pgpass");
    }
  }

  /** On loopback nothing leaves this computer, unless somebody wants TLS there too. */
  private Optional<ServerIdentity> identity(InetSocketAddress at, Path dir) {
    try {
      if (certificate != null && key != null) {
        return Optional.of(ServerIdentity.read(certificate, key));
      }
      return at.getAddress().isLoopbackAddress()
          ? Optional.empty()
          : Optional.of(
              OwnIdentity.in(
                  dir.resolve("tls"), at.getAddress(), InstantSource.system().instant()));
    } catch (IOException e) {
      throw CoordinatorTrouble.misused(String.valueOf(e.getMessage()));
    }
  }
}
