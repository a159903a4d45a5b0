package fleet.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs of this computer. */
final class Program {
  /** Where a stand-in Mac keeps the tools that no Mac has; nothing on other machines. */
  static final String LINUX_SIDE = "/opt/linux-side/bin";

  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Program() {}

  static Output run(Duration limit, String... command) {
    return run(limit, List.of(command));
  }

  /** Runs it to its end with no input, or kills it at the limit. */
  static Output run(Duration limit, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("PATH", PATH);
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.redirectInput(nothing()).start();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Output(124, "", command.getFirst() + " did not end within " + limit);
      }
      return new Output(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new LabException("cannot run " + command.getFirst() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while " + command.getFirst() + " ran");
    }
  }

  static ProcessBuilder.Redirect nothing() {
    return ProcessBuilder.Redirect.from(new java.io.File("/dev/null"));
  }

  private static CompletableFuture<String> read(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
              }
            });
    return text;
  }
}
