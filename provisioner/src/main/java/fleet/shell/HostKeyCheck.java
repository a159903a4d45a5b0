package fleet.shell;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import fleet.registry.Machine;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Decides on one machine's host key, and keeps the reason of a refusal. */
final class HostKeyCheck implements HostKeyVerifier {
  private static final List<String> CERTIFICATES =
      Stream.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")
          .map(type -> type + "-cert-v01@openssh.com")
          .toList();

  private final Machine machine;
  private final KnownHosts known;
  private final boolean acceptNew;
  private final String name;

  /** Where nothing is known of a port, the same key of the machine itself will do, as with ssh. */
  private final String portless;

  private volatile Optional<String> refusal = Optional.empty();

  HostKeyCheck(Machine machine, KnownHosts known, boolean acceptNew) {
    this.machine = machine;
    this.known = known;
    this.acceptNew = acceptNew;
    this.name = HostPattern.name(machine.address(), machine.port());
    this.portless = HostPattern.name(machine.address(), 22);
  }

  /** Why the key was refused, if it was. */
  Optional<String> refusal() {
    return refusal;
  }

  /** The kinds of key that we know of this machine, to be asked for first. */
  @Override
  public List<String> findExistingAlgorithms(String host, int port) {
    Set<String> algorithms = new LinkedHashSet<>();
    List<KnownHost> entries = known.of(name);
    for (KnownHost entry : entries.isEmpty() ? known.of(portless) : entries) {
      switch (entry.mark()) {
        case KnownHost.AUTHORITY -> algorithms.addAll(CERTIFICATES);
        case KnownHost.REVOKED -> {}
        default ->
            algorithms.addAll(
                entry.type().equals("ssh-rsa")
                    ? List.of("rsa-sha2-512", "rsa-sha2-256")
                    : List.of(entry.type()));
      }
    }
    return List.copyOf(algorithms);
  }

  @Override
  public boolean verify(String host, int port, PublicKey key) {
    refusal = refuse(key);
    return refusal.isEmpty();
  }

  private Optional<String> refuse(PublicKey key) {
    List<KnownHost> entries = known.of(name);
    String body = PublicKeys.body(key);
    String authority =
        key instanceof Certificate<?> certificate
            ? Base64.getEncoder().encodeToString(certificate.getSignatureKey())
            : "";
    String plain =
        key instanceof Certificate<?> certificate ? PublicKeys.body(certificate.getKey()) : body;
    String presented = PublicKeys.describe(PublicKeys.type(key), PublicKeys.blob(key));
    if (has(entries, KnownHost.REVOKED, body)
        || has(entries, KnownHost.REVOKED, plain)
        || has(entries, KnownHost.REVOKED, authority)) {
      return Optional.of("host key of " + place() + " is revoked: " + presented);
    }
    if (has(entries, "", body) || has(entries, KnownHost.AUTHORITY, authority)) {
      return Optional.empty();
    }
    Optional<KnownHost> other =
        entries.stream().filter(entry -> entry.mark().isEmpty()).findFirst();
    if (other.isEmpty() && has(known.of(portless), "", body)) {
      return Optional.empty();
    }
    return other.map(entry -> changed(entry, presented)).or(() -> unknown(key, presented));
  }

  private static boolean has(List<KnownHost> entries, String mark, String body) {
    return entries.stream()
        .anyMatch(entry -> entry.mark().equals(mark) && entry.body().equals(body));
  }

  private String changed(KnownHost entry, String presented) {
    String old;
    try {
      old = PublicKeys.describe(entry.type(), Base64.getDecoder().decode(entry.body()));
    } catch (IllegalArgumentException e) {
      old = "a broken entry";
    }
    return "host key of %s has CHANGED: it shows %s, known is %s; if the machine was renewed: ssh-keygen -R %s -f %s"
        .formatted(place(), presented, old, Quote.sh(name), Quote.sh(entry.file().toString()));
  }

  private Optional<String> unknown(PublicKey key, String presented) {
    if (acceptNew && !(key instanceof Certificate<?>)) {
      try {
        known.accept(name, PublicKeys.type(key), PublicKeys.body(key));
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of("host key of " + place() + " cannot be kept: " + e);
      }
    }
    return Optional.of(
        "host key of %s is not known: %s; if that is right: fleet ssh %s --accept-new true"
            .formatted(place(), presented, machine.name()));
  }

  private String place() {
    String address = machine.address();
    String host = address.contains(":") ? "[" + address + "]" : address;
    return machine.name() + " (" + host + ":" + machine.port() + ")";
  }
}
