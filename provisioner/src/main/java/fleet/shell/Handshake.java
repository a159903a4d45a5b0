package fleet.shell;

import java.io.IOException;
import java.io.InputStream;

/**
 * Sees sudo through to a shell: the password goes in after sudo's own prompt, which nobody can
 * guess, and not a second time; the shell then says on both streams that it is there.
 */
final class Handshake {
  private static final int MOST = 16 << 10;

  private final Pipes pipes;
  private final String prompt;
  private final String ready;
  private final byte[] secret;
  private final StringBuilder said = new StringBuilder();
  private int prompts;
  private volatile boolean readyOnErr;

  Handshake(Pipes pipes, String prompt, String ready, byte[] secret) {
    this.pipes = pipes;
    this.prompt = prompt;
    this.ready = ready + "\n";
    this.secret = secret;
  }

  /** Whether the shell is there; both streams stand right behind its word. */
  boolean ready(Thread.Builder threads) throws IOException {
    Thread errors = threads.name("sudo").start(this::readErrors);
    StringBuilder out = new StringBuilder();
    boolean there = false;
    for (int c = pipes.out().read(); c >= 0 && !there && out.length() < MOST; ) {
      out.append((char) c);
      there = out.toString().endsWith(ready);
      c = there ? -1 : pipes.out().read();
    }
    try {
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return there && readyOnErr;
  }

  /** Why it is not there, in sudo's words where it had some. */
  String why() {
    String words = said.toString().replace(prompt, "").strip();
    return prompts > 1
        ? "sudo refuses the password"
        : words.isEmpty() ? "sudo did not answer" : words.lines().toList().getLast();
  }

  private void readErrors() {
    InputStream err = pipes.err();
    try {
      for (int c = err.read(); c >= 0 && said.length() < MOST; c = err.read()) {
        said.append((char) c);
        if (ends(ready)) {
          readyOnErr = true;
          return;
        }
        if (ends(prompt) && !answerPrompt()) {
          return;
        }
      }
    } catch (IOException e) {
      said.append('\n').append(e.getMessage());
    }
  }

  private boolean ends(String word) {
    int from = said.length() - word.length();
    return from >= 0 && said.indexOf(word, from) == from;
  }

  private boolean answerPrompt() throws IOException {
    prompts++;
    if (prompts > 1) {
      pipes.close();
      return false;
    }
    pipes.in().write(secret);
    pipes.in().write('\n');
    pipes.in().flush();
    return true;
  }
}
