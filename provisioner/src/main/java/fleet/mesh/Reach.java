package fleet.mesh;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether one machine reaches another. */
public enum Reach {
  OK("ok"),
  /** It answers, and will not talk to us or run anything. */
  REFUSED("refused"),
  TIMEOUT("timeout"),
  AUTH_DENIED("auth-denied"),
  /** Its host key is not the one that is known, or none is. */
  HOST_KEY_CHANGED("host-key-changed"),
  NAME_UNKNOWN("name-unknown"),
  /** Its sshd drops connections for now; that says nothing of what it does otherwise. */
  THROTTLED("throttled"),
  /** There is no way to it, or none was tried. */
  UNREACHABLE("unreachable");

  private final String word;

  Reach(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }
}
