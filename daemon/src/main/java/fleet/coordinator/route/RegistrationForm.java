package fleet.coordinator.route;

import fleet.coordinator.Registration;
import fleet.registry.Form;
import fleet.registry.PublicKey;
import tools.jackson.databind.JsonNode;

/** Reads what a machine says of itself; what is not exactly of its form is refused. */
final class RegistrationForm {
  private static final int LONGEST_KEY = 4096;

  private RegistrationForm() {}

  static Registration read(JsonNode json) {
    return new Registration(
        text(json, "hostname", Form.MACHINE_NAME),
        text(json, "address", Form.ADDRESS),
        text(json, "user", Form.USER),
        (int) Json.whole(json, "port", 1, 65535),
        text(json, "os", Form.OS),
        text(json, "arch", Form.ARCHITECTURE),
        key(json, "publicKey"),
        key(json, "hostKey"));
  }

  static String text(JsonNode json, String name, Form form) {
    String text = Json.text(json, name);
    if (!form.accepts(text)) {
      throw Json.invalid(name, form.wanted());
    }
    return text;
  }

  /** The key alone, in one spelling: a comment may say anything. */
  private static String key(JsonNode json, String name) {
    String text = Json.text(json, name);
    if (text.length() > LONGEST_KEY || text.chars().anyMatch(Character::isISOControl)) {
      throw Json.invalid(name, "one line with a public key");
    }
    return PublicKey.parse(text)
        .orElseThrow(() -> Json.invalid(name, "a public key as ssh-keygen writes it"))
        .text();
  }
}
