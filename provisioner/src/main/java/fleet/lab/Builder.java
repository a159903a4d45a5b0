package fleet.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** Brings one lab up, in an order that lets {@link Teardown} undo it from any moment on. */
final class Builder {
  private static final Duration LOGIN = Duration.ofMinutes(2);
  private static final int BOOTING_AT_ONCE = 4 * Runtime.getRuntime().availableProcessors();

  private final Lab.Options options;
  private final Path directory;
  private final Consumer<String> progress;

  Builder(Lab.Options options, Path directory, Consumer<String> progress) {
    this.options = options;
    this.directory = directory;
    this.progress = progress;
  }

  Lab build() {
    Optional<LabRecord> old =
        Files.exists(directory) ? LabRecord.read(directory) : Optional.empty();
    if (old.isPresent() && old.get().ready() && runs(old.get())) {
      throw new LabException(
          "lab %s is up already: fleet lab down --name %s"
              .formatted(options.name(), options.name()));
    }
    Teardown.of(directory);
    Map<Integer, Path> bases =
        options.debians().stream()
            .distinct()
            .parallel()
            .collect(Collectors.toMap(debian -> debian, debian -> Bases.of(debian, progress)));
    Disk.makeDirectories(directory);
    Slot slot = Slots.ofThisComputer().take(directory, options.machines());
    try {
      return build(slot, bases);
    } catch (LabException e) {
      Teardown.of(directory);
      throw e;
    }
  }

  private Lab build(Slot slot, Map<Integer, Path> bases) {
    LabRecord record = new LabRecord(slot.number(), false, entries(slot));
    record.write(directory);
    Lab lab = new Lab(options.name(), directory, record);
    Disk.makeDirectories(Home.big(slot));
    new Network(slot).create(options.lan());
    Cgroup.ofSlot(slot).create();
    String publicKey = operatorKey(lab);
    Disk.write(lab.registry(), registry(lab), "rw-r--r--");
    Disk.write(lab.knownHosts(), "", "rw-r--r--");

    var knownHosts = new ConcurrentHashMap<String, String>();
    each(
        lab.machines(),
        machine -> {
          Seed seed = new Seed(slot, machine.directory(), machine.entry());
          seed.plant(
              Objects.requireNonNull(bases.get(machine.debian())), publicKey, options.tailscale());
          knownHosts.put(machine.name(), seed.knownHosts());
        });
    Disk.write(
        lab.knownHosts(),
        lab.machines().stream().map(m -> knownHosts.get(m.name())).collect(Collectors.joining()),
        "rw-r--r--");
    each(
        lab.machines(),
        machine -> {
          machine.start();
          machine.awaitReady(LOGIN);
          progress.accept(machine.name() + ": ready at " + machine.address());
        });
    record.asReady().write(directory);
    return Lab.open(options.name());
  }

  private List<LabRecord.Entry> entries(Slot slot) {
    List<LabRecord.Entry> entries = new ArrayList<>();
    if (options.mac()) {
      entries.add(entry(slot, "mac1", options.debians().getFirst(), true, Slot.host(-1)));
    }
    IntStream.rangeClosed(1, options.machines())
        .mapToObj(
            i -> {
              int debian = options.debians().get((i - 1) % options.debians().size());
              return entry(slot, "m" + i, debian, false, Slot.host(i));
            })
        .forEach(entries::add);
    return entries;
  }

  private LabRecord.Entry entry(Slot slot, String name, int debian, boolean mac, int host) {
    Optional<String> lan = options.lan() ? Optional.of(slot.lan(host)) : Optional.empty();
    return new LabRecord.Entry(name, debian, mac, slot.tailnet(host), lan);
  }

  private String operatorKey(Lab lab) {
    String file = lab.identity().toString();
    Program.run(
            Duration.ofSeconds(10),
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            "fleet-lab",
            "-f",
            file)
        .ok();
    return Disk.read(Path.of(file + ".pub"));
  }

  private String registry(Lab lab) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("fleet: ").append(options.name()).append('\n');
    // A JSON string is a YAML string, whatever the path holds.
    String identity = JsonMapper.shared().writeValueAsString(lab.identity().toString());
    yaml.append("defaults: {user: dev, identity: ").append(identity).append("}\nmachines:\n");
    for (LabMachine machine : lab.machines()) {
      yaml.append("  ").append(machine.name()).append(": {address: ").append(machine.address());
      machine.lanAddress().ifPresent(lan -> yaml.append(", lan: ").append(lan));
      yaml.append("}\n");
    }
    return yaml.toString();
  }

  private boolean runs(LabRecord record) {
    return new Lab(options.name(), directory, record)
        .machines().stream().anyMatch(machine -> !machine.state().equals("stopped"));
  }

  private static void each(List<LabMachine> machines, Consumer<LabMachine> work) {
    Semaphore room = new Semaphore(BOOTING_AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (LabMachine machine : machines) {
        all.add(
            threads.submit(
                () -> {
                  room.acquire();
                  try {
                    work.accept(machine);
                  } finally {
                    room.release();
                  }
                  return machine;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LabException problem
          ? problem
          : new LabException("the lab did not come up: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted");
    }
  }
}
