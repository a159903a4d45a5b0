package fleet.coordinator;

import fleet.coordinator.store.Store;
import java.time.InstantSource;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/**
 * What all routes stand on.
 *
 * @param connections how many are connected now
 */
public record Services(
    Store store,
    InstantSource clock,
    Metrics metrics,
    Upkeep upkeep,
    RandomGenerator random,
    IntSupplier connections) {}
