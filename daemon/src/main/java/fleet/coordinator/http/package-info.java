/**
 * HTTP/1.1 over plain or TLS sockets, one virtual thread a connection. It stands beside the JDK's
 * own server because that one cannot be kept from an attacker: a TLS peer that sends requests and
 * reads no answers blocks its timer thread, and after that it has no time limits at all.
 */
@org.jspecify.annotations.NullMarked
package fleet.coordinator.http;
