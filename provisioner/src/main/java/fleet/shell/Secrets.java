package fleet.shell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a person was asked for, once in a run, however many machines want it. */
public final class Secrets implements AutoCloseable {
  private final Prompt prompt;
  private final Map<String, Optional<char[]>> answers = new HashMap<>();

  public Secrets(Prompt prompt) {
    this.prompt = prompt;
  }

  /** The passphrase of a private key; the caller's own copy. */
  Optional<char[]> passphrase(Path key) {
    return ask("Passphrase for " + key + ": ");
  }

  /** The password that sudo wants, as bytes of the caller's own. */
  Optional<byte[]> sudo(String user) {
    return ask("Password of " + user + " for sudo: ").map(Secrets::bytes);
  }

  private synchronized Optional<char[]> ask(String question) {
    return answers.computeIfAbsent(question, prompt::secret).map(char[]::clone);
  }

  private static byte[] bytes(char[] secret) {
    ByteBuffer encoded = ByteBuffer.allocate(secret.length * 4);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(secret), encoded, true);
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    Arrays.fill(secret, '\0');
    return bytes;
  }

  @Override
  public synchronized void close() {
    answers.values().forEach(answer -> answer.ifPresent(secret -> Arrays.fill(secret, '\0')));
    answers.clear();
  }
}
