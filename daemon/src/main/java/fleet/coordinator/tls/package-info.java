/** The coordinator's certificate: its own, made once, or the operator's. */
@org.jspecify.annotations.NullMarked
package fleet.coordinator.tls;
