package fleet.agent;

/** An agent's configuration cannot be used. The message names the file and what mends it. */
public final class BadConfigException extends RuntimeException {
  BadConfigException(String message) {
    super(message);
  }
}
