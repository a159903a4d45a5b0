package fleet.health;

import fleet.registry.Machine;
import java.util.Optional;

/**
 * What the silence of a machine means, as far as can be told from here.
 *
 * @param says one line for a person
 */
record Sign(Means means, String says) {
  /** Which link of the chain is broken. */
  enum Means {
    /** SSH answers where it should. */
    ANSWERS,
    /** The machine lives, and the way to its SSH is broken. */
    PATH_DEAD,
    /** The machine itself is off, asleep or gone. */
    MACHINE_DEAD,
    /** It could be the one or the other. */
    UNTOLD
  }

  /** Whether there was any sign of life. */
  boolean lives() {
    return means == Means.ANSWERS || means == Means.PATH_DEAD;
  }

  /**
   * The ladder, from the machine's own door to what others say of it.
   *
   * @param first at its address
   * @param lan at its second address, where it has one that was tried
   * @param tailnet as this computer's Tailscale knows the tailnet
   */
  static Sign of(Machine machine, Knock first, Optional<Knock> lan, Optional<Tailnet> tailnet) {
    return switch (first) {
      case Knock.Ssh _ -> new Sign(Means.ANSWERS, "the machine answers SSH");
      case Knock.Other(String why) ->
          new Sign(
              Means.PATH_DEAD,
              "path dead: the machine is up, and its sshd is not: %s: %s"
                  .formatted(place(machine), why));
      case Knock.Nothing(String why) ->
          lan.flatMap(knock -> byLan(machine, knock))
              .or(() -> tailnet.flatMap(all -> all.at(machine.address())).map(Sign::byTailnet))
              .orElseGet(() -> untold(machine, why, lan.isPresent(), tailnet.isPresent()));
    };
  }

  /** A machine behind another, which cannot be knocked at from here. */
  static Sign behind(String jump) {
    return new Sign(Means.UNTOLD, "machine or path dead, behind " + jump);
  }

  private static Optional<Sign> byLan(Machine machine, Knock knock) {
    String lan = machine.lan().orElse("");
    return switch (knock) {
      case Knock.Ssh _ ->
          Optional.of(
              new Sign(
                  Means.PATH_DEAD,
                  "path dead: no answer from %s, and SSH answers at %s"
                      .formatted(machine.address(), lan)));
      case Knock.Other(String why) ->
          Optional.of(
              new Sign(
                  Means.PATH_DEAD,
                  "path dead: no answer from %s, and %s lives (%s)"
                      .formatted(machine.address(), lan, why)));
      case Knock.Nothing _ -> Optional.empty();
    };
  }

  private static Sign byTailnet(Tailnet.Peer peer) {
    return peer.online()
        ? new Sign(
            Means.PATH_DEAD,
            "path dead: it is online on the tailnet, and no packet of ours arrives")
        : new Sign(
            Means.MACHINE_DEAD,
            "machine dead: offline on the tailnet"
                + peer.lastSeen().map(seen -> " since " + seen).orElse(""));
  }

  private static Sign untold(Machine machine, String why, boolean lan, boolean tailnet) {
    String other = lan ? ", nor from " + machine.lan().orElse("") : "";
    return new Sign(
        Means.UNTOLD,
        "machine or path dead: %s: %s%s; %s"
            .formatted(
                place(machine),
                why,
                other,
                tailnet ? "the tailnet does not know it" : "no Tailscale here to tell which"));
  }

  private static String place(Machine machine) {
    return machine.address() + " port " + machine.port();
  }
}
