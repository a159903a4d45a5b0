package fleet.registry;

/**
 * A port that a machine offers on purpose.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param from {@code tailnet}, {@code lan} or {@code any}
 */
public record PortRule(String protocol, int port, String from) {}
