package fleet.registry;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One machine of the fleet, its defaults filled in.
 *
 * @param name safe in a hostname: letters, digits, dots and hyphens
 * @param address where it answers: an IP address or a DNS name, on the tailnet as a rule
 * @param lan a second address of it on the local network
 * @param user the account that fleet logs in as
 * @param users every account that must be able to log in, {@code user} included
 * @param os {@code linux} or {@code macos}; detected where absent
 * @param identity the private key to log in with
 * @param roles names of declared roles, in order
 * @param slots how many agents it has room for
 * @param jump the machine to go through
 * @param revoked since when (as written) it is no member any more
 * @param accepted hardening controls that it declines, each with the reason
 */
public record Machine(
    String name,
    String address,
    Optional<String> lan,
    String user,
    List<String> users,
    int port,
    Optional<String> os,
    Optional<Path> identity,
    List<String> roles,
    int slots,
    Optional<String> jump,
    List<PortRule> ports,
    boolean forwardAgent,
    Optional<String> revoked,
    Map<String, String> accepted) {
  public Machine {
    users = List.copyOf(users);
    roles = List.copyOf(roles);
    ports = List.copyOf(ports);
    accepted = Map.copyOf(accepted);
  }

  /** A machine that declines no control. */
  public Machine(
      String name,
      String address,
      Optional<String> lan,
      String user,
      List<String> users,
      int port,
      Optional<String> os,
      Optional<Path> identity,
      List<String> roles,
      int slots,
      Optional<String> jump,
      List<PortRule> ports,
      boolean forwardAgent,
      Optional<String> revoked) {
    this(
        name,
        address,
        lan,
        user,
        users,
        port,
        os,
        identity,
        roles,
        slots,
        jump,
        ports,
        forwardAgent,
        revoked,
        Map.of());
  }

  /** Whether it may sleep: a role of that name says so. */
  public boolean portable() {
    return roles.contains("portable");
  }

  /** Whether fleet reaches it by Tailscale, which gives out these addresses and names. */
  public boolean onTailnet() {
    return address.matches("100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\..*")
        || address.startsWith("fd7a:115c:a1e0:")
        || address.endsWith(".ts.net");
  }

  /** The same machine, no member any more. */
  public Machine revokedSince(LocalDate day) {
    return with(address, lan, user, port, jump, Optional.of(day.toString()));
  }

  /** The same machine, reached straight at another of its addresses. */
  public Machine reachedAt(String another) {
    return with(another, Optional.empty(), user, port, Optional.empty(), revoked);
  }

  /** The same machine, reached at another of its addresses by way of another machine. */
  public Machine reachedFrom(String another, String onTheWay) {
    return with(another, Optional.empty(), user, port, Optional.of(onTheWay), revoked);
  }

  /** The same machine, logged in to as somebody else. */
  public Machine loggedInAs(String somebody) {
    return with(address, lan, somebody, port, jump, revoked);
  }

  /** The same machine, at another port. */
  public Machine onPort(int another) {
    return with(address, lan, user, another, jump, revoked);
  }

  private Machine with(
      String address,
      Optional<String> lan,
      String user,
      int port,
      Optional<String> jump,
      Optional<String> revoked) {
    return new Machine(
        name,
        address,
        lan,
        user,
        users,
        port,
        os,
        identity,
        roles,
        slots,
        jump,
        ports,
        forwardAgent,
        revoked,
        accepted);
  }
}
