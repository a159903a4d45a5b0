package fleet.coordinator;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a machine says when it asks to be a member; each field has passed the strict forms of
 * fleet.yaml, so that it is harmless in a shell or a config file.
 *
 * @param address its Tailscale address
 * @param user the account that the fleet logs in as
 * @param os {@code linux} or {@code macos}
 * @param arch {@code x86_64} or {@code arm64}
 * @param publicKey the user's own key, as in authorized_keys without options
 * @param hostKey the machine's Ed25519 host key, as in known_hosts without the name
 */
public record Registration(
    String hostname,
    String address,
    String user,
    int port,
    String os,
    String arch,
    String publicKey,
    String hostKey) {

  /** As it is sent to a coordinator, and as one tells of it. */
  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("hostname", hostname)
        .put("address", address)
        .put("user", user)
        .put("port", port)
        .put("os", os)
        .put("arch", arch)
        .put("publicKey", publicKey)
        .put("hostKey", hostKey);
  }

  /** Whether nothing differs by which machines reach it, trust it or let it in. */
  public boolean isReachedAndTrustedAs(Registration other) {
    return address.equals(other.address)
        && user.equals(other.user)
        && port == other.port
        && publicKey.equals(other.publicKey)
        && hostKey.equals(other.hostKey);
  }
}
