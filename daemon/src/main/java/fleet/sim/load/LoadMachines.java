package fleet.sim.load;

import fleet.coordinator.Registration;
import fleet.wire.CoordinatorClient;
import fleet.wire.CoordinatorException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** Machines that are made up for a load; their names begin with {@code load-}. */
public final class LoadMachines {
  private static final String TYPE = "ssh-ed25519";
  private static final int KEY_BYTES = 32;

  private LoadMachines() {}

  /** Registers so many by an operator's key; those of an earlier load get new tokens. */
  public static List<String> register(CoordinatorClient operator, int machines)
      throws CoordinatorException {
    var random = new SecureRandom();
    List<String> tokens = new ArrayList<>();
    for (int i = 1; i <= machines; i++) {
      JsonNode answer =
          operator
              .send(
                  "POST",
                  "/v1/machines",
                  registration(i, random).json().put("newToken", true),
                  Optional.empty())
              .body();
      tokens.add(answer.path("token").asString());
    }
    return List.copyOf(tokens);
  }

  static Registration registration(int number, RandomGenerator random) {
    return new Registration(
        "load-" + number,
        "100.%d.%d.%d".formatted(64 + (number >> 16), number >> 8 & 255, number & 255),
        "load",
        22,
        "linux",
        "x86_64",
        key(random),
        key(random));
  }

  private static String key(RandomGenerator random) {
    byte[] body = new byte[KEY_BYTES];
    random.nextBytes(body);
    ByteBuffer wire = ByteBuffer.allocate(8 + TYPE.length() + KEY_BYTES);
    wire.putInt(TYPE.length()).put(TYPE.getBytes(StandardCharsets.US_ASCII));
    wire.putInt(KEY_BYTES).put(body);
    return TYPE + " " + Base64.getEncoder().encodeToString(wire.array());
  }
}
