package fleet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
  private static final String BODY =
      "AAAAC3NzaC1lZDI1NTE5AAAAIMbSICqvZ1ZsbnN2SmtR6YLoXA0KBNbHKEATa7RlAfZ0";

  @Test
  void takesAKeyAndForgetsItsComment() {
    assertEquals(
        Optional.of(new PublicKey("ssh-ed25519", BODY)),
        PublicKey.parse("ssh-ed25519 " + BODY + " me@$(reboot)\r"));
  }

  /** What a machine that is no longer ours might say instead of its key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ssh-ed25519",
        "command=\"reboot\" ssh-ed25519 " + BODY,
        "ssh-ed25519 $(reboot)",
        "ssh-ed25519 " + BODY + "$(reboot)",
        "ssh-ed25519 " + BODY + "\u0000",
        "ssh-rsa " + BODY,
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
        "ssh-dss AAAAB3NzaC1kc3M=",
        "@cert-authority * ssh-ed25519 " + BODY,
        "#ssh-ed25519 " + BODY
      })
  void takesNothingElse(String line) {
    assertEquals(Optional.empty(), PublicKey.parse(line));
  }

  @Test
  void everyLineIsAKeyOfItsOwn() {
    String key = "ssh-ed25519 " + BODY;
    assertEquals(
        List.of(new PublicKey("ssh-ed25519", BODY)),
        PublicKey.all(key + " a\nfrom=\"*\" x\n" + key + " b\n"));
  }
}
