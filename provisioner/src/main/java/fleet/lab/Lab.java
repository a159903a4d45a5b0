package fleet.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Throwaway real Debian machines on this computer: a tailnet, a local network and a registry. */
public final class Lab implements AutoCloseable {
  private final String name;
  private final Path directory;
  private final LabRecord record;

  Lab(String name, Path directory, LabRecord record) {
    this.name = name;
    this.directory = directory;
    this.record = record;
  }

  /**
   * What to bring up.
   *
   * @param name a-z, 0-9 and hyphens
   * @param machines how many, named m1, m2 and so on
   * @param debians releases, 13 or 12: the first machine gets the first, and round again
   * @param mac whether there is a stand-in Mac, mac1, besides
   * @param lan whether machines also share a local network; it then is their way out
   * @param tailscale whether machines have the stand-in tailscale command
   */
  public record Options(
      String name,
      int machines,
      List<Integer> debians,
      boolean mac,
      boolean lan,
      boolean tailscale) {
    public Options {
      debians = List.copyOf(debians);
      if (machines < 0 || machines > Slot.LARGE || (machines == 0 && !mac)) {
        throw new LabException("a lab has 1 to " + Slot.LARGE + " machines, not " + machines);
      }
      if (debians.isEmpty() || !debians.stream().allMatch(Bases::known)) {
        throw new LabException("the lab has Debian 12 and 13, not " + debians);
      }
    }

    /** So many machines on Debian 13, on both networks, with tailscale, without a Mac. */
    public static Options of(String name, int machines) {
      return new Options(name, machines, List.of(13), false, true, true);
    }

    /** A stand-in Mac and nothing else. */
    public static Options macOnly(String name) {
      return new Options(name, 0, List.of(13), true, true, true);
    }

    public Options onDebian(Integer... releases) {
      return new Options(name, machines, List.of(releases), mac, lan, tailscale);
    }

    public Options withMac() {
      return new Options(name, machines, debians, true, lan, tailscale);
    }

    public Options withoutLan() {
      return new Options(name, machines, debians, mac, false, tailscale);
    }

    public Options withoutTailscale() {
      return new Options(name, machines, debians, mac, lan, false);
    }
  }

  /**
   * One machine now.
   *
   * @param state {@code running}, {@code silent} or {@code stopped}
   */
  public record MachineStatus(String name, String address, int debian, String state) {}

  /** Why no lab can run on this computer, in one line with the command that mends it. */
  public static Optional<String> problem() {
    return Requirements.problem();
  }

  public static Lab up(Options options) {
    return up(options, _ -> {});
  }

  /**
   * Brings a lab up and returns when a login works on each machine.
   *
   * @param progress hears a line for a person now and then, from several threads
   */
  public static Lab up(Options options, Consumer<String> progress) {
    problem()
        .ifPresent(
            problem -> {
              throw new LabException(problem);
            });
    Path directory = Home.state(options.name());
    try (LabLock _ = LabLock.of(directory)) {
      return new Builder(options, directory, progress).build();
    }
  }

  /** A lab that is up, by its name. */
  public static Lab open(String name) {
    Path directory = Home.state(name);
    LabRecord record =
        LabRecord.read(directory)
            .orElseThrow(
                () -> new LabException("no lab " + name + " is up: fleet lab up 2 --name " + name));
    return new Lab(name, directory, record);
  }

  /** Removes a lab whatever state it is in; false when there was none. */
  public static boolean down(String name) {
    Path directory = Home.state(name);
    if (!java.nio.file.Files.exists(directory) && Slots.ofThisComputer().of(directory).isEmpty()) {
      return false;
    }
    try (LabLock _ = LabLock.of(directory)) {
      Teardown.of(directory);
      return true;
    }
  }

  /** Removes the lab: machines, mounts, networks, files. */
  public void down() {
    boolean _ = down(name);
  }

  @Override
  public void close() {
    down();
  }

  public String name() {
    return name;
  }

  /** Where the registry, the key and the known hosts are. */
  public Path directory() {
    return directory;
  }

  /** A fleet.yaml with every machine of the lab. */
  public Path registry() {
    return directory.resolve("fleet.yaml");
  }

  /** The host keys of all machines, beside the registry. */
  public Path knownHosts() {
    return directory.resolve("known_hosts");
  }

  /** The private key that user dev of every machine admits. */
  public Path identity() {
    return directory.resolve("id_ed25519");
  }

  public List<LabMachine> machines() {
    Slot slot = new Slot(record.slot());
    return record.machines().stream().map(entry -> new LabMachine(this, slot, entry)).toList();
  }

  public LabMachine machine(String machine) {
    return machines().stream()
        .filter(candidate -> candidate.name().equals(machine))
        .findFirst()
        .orElseThrow(
            () ->
                new LabException(
                    "no machine " + machine + " in lab " + name + ": fleet lab status"));
  }

  public List<MachineStatus> status() {
    return machines().parallelStream()
        .map(m -> new MachineStatus(m.name(), m.address(), m.debian(), m.state()))
        .toList();
  }

  /** The ssh command that logs in to a machine, to which a command may be appended. */
  public List<String> ssh(LabMachine machine) {
    List<String> command =
        new ArrayList<>(List.of("ssh", "-F", "none", "-i", identity().toString()));
    for (String option :
        List.of(
            "IdentitiesOnly=yes",
            "StrictHostKeyChecking=yes",
            "UserKnownHostsFile=" + knownHosts(),
            "GlobalKnownHostsFile=/dev/null",
            "BatchMode=yes",
            "ConnectTimeout=10",
            "LogLevel=ERROR")) {
      command.addAll(List.of("-o", option));
    }
    command.add("dev@" + machine.address());
    return List.copyOf(command);
  }
}
