package fleet.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import fleet.registry.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretValuesTest {
  private static final Secrets WANTED =
      new Secrets(
          Secrets.Provider.INFISICAL, List.of(), List.of("CONTEXT_API_KEY"), Optional.empty());

  private static Refusal refused(String out) {
    return assertThrows(
            RefusedException.class,
            () -> SecretValues.checked("/alpha", SecretValues.parse("/alpha", out), WANTED))
        .refusal();
  }

  @Test
  void bothFormsAreRead() throws RefusedException {
    Map<String, String> wanted = Map.of("A", "1", "B", "x\ny");
    assertEquals(
        wanted,
        SecretValues.parse(
            "/",
            "[{\"key\":\"A\",\"value\":\"1\",\"type\":\"shared\"},{\"key\":\"B\",\"value\":\"x\\ny\"}]"));
    assertEquals(wanted, SecretValues.parse("/", "{\"A\":\"1\",\"B\":\"x\\ny\"}"));
  }

  @Test
  void whatIsMalformedIsShownWithoutItsValues() {
    Refusal refusal =
        refused("error: not logged in, token eyJhbGciOiJIUzI1NiJ9 [{\"value\":\"hunter2");
    assertEquals("secrets-malformed", refusal.condition());
    assertFalse(refusal.why().contains("eyJ"), refusal::why);
    assertEquals("secrets-malformed", refused("{\"A\":1}").condition());
    assertFalse(refused("[{\"key\":\"A\",\"value\":\"hunter2\"}").why().contains("hunter2"));
  }

  @Test
  void whatIsMissingIsNamedWithWhatWasFound() {
    assertEquals(
        new Refusal(
            "secret-missing",
            "/alpha lacks CONTEXT_API_KEY (found: A, B)",
            "infisical secrets set CONTEXT_API_KEY=… --path=/alpha"),
        refused("{\"B\":\"1\",\"A\":\"2\"}"));
    assertEquals("secrets-empty", refused("[]").condition());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONTEXT_API_KEY | 9f86d081884c7d659a2feaa0c55ad015 | ",
        "CONTEXT_API_KEY | The key of the context API | it is a description of 6 words, and no secret",
        "CONTEXT_API_KEY | changeme | it is a placeholder, and no secret",
        "CONTEXT_API_KEY | <your key> | it is a description of 2 words, and no secret",
        "CONTEXT_API_KEY | aaaaaaaaaaaa | it is too short or too plain for a secret",
        "CONTEXT_API_KEY | abc12 | it is too short or too plain for a secret",
        "ANTHROPIC_API_KEY | sk-ant-api03-9f86d081884c | ",
        "ANTHROPIC_API_KEY | 9f86d081884c7d659a2feaa0c55ad015 | it does not begin with sk-ant-",
        "BASE_URL | https://example.org | ",
        "GREETING | hello to you | ",
        "LD_PRELOAD | /tmp/x.so | its name is one that rules what runs",
        "PATH | /tmp | its name is one that rules what runs",
      })
  void aDescriptionIsNoSecret(String name, String value, String problem) {
    assertEquals(Optional.ofNullable(problem), SecretForm.problem(name, value));
  }

  @Test
  void aPemIsASecret() {
    String pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAw BQYD\n-----END PRIVATE KEY-----\n";
    assertEquals(Optional.empty(), SecretForm.problem("DEPLOY_KEY", pem));
  }
}
