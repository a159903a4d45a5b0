package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A file on its way to a machine, through a shell of its own. The shell says when it has read its
 * script and stands ready: bytes that came earlier might be taken for a part of it.
 */
record Upload(Carrier carrier, String sh) {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String READY = "fleet-upload-ready";
  private static final String DONE = "fleet-upload-done";

  void bring(Path file, String to) throws UnreachableException {
    try (Pipes pipes = carrier.start(Framing.command("", sh, ""));
        Alarm _ = Alarm.after(LIMIT, pipes::close)) {
      OutputStream in = pipes.in();
      in.write(Framing.message(script(to, Files.size(file))));
      in.flush();
      require(pipes, READY);
      try (InputStream bytes = Files.newInputStream(file)) {
        bytes.transferTo(in);
      }
      in.flush();
      in.close();
      require(pipes, DONE);
    } catch (IOException e) {
      throw new UnreachableException(
          "%s: cannot bring %s there: %s".formatted(carrier.name(), file, e.getMessage()), e);
    }
  }

  /** The same bytes that are there already are written once more: nobody trusts what lies there. */
  private static String script(String to, long size) {
    return """
        umask 077
        part=%1$s.$$
        echo %2$s
        if cat >"$part" && [ "$(wc -c <"$part")" -eq %3$d ] && mv -f -- "$part" %1$s; then
          echo %4$s
        else
          rm -f -- "$part"
          echo 'it was not written whole: is the disk full?'
        fi
        exit
        """
        .formatted(Quote.sh(to), READY, size, DONE);
  }

  /** Reads lines until that one comes; what a login shell says before it is passed over. */
  private static void require(Pipes pipes, String wanted) throws IOException {
    String last = "the shell ended";
    while (true) {
      String line = line(pipes.out());
      if (line.strip().equals(wanted)) {
        return;
      } else if (line.isEmpty()) {
        throw new IOException(last.strip());
      }
      last = line;
    }
  }

  /** A line with its end; empty at the end of all. */
  private static String line(InputStream out) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = out.read(); next >= 0; next = out.read()) {
      line.write(next);
      if (next == '\n') {
        break;
      }
    }
    return line.toString(UTF_8);
  }
}
