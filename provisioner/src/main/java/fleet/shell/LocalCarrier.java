package fleet.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** This machine: commands are its own child processes. */
record LocalCarrier(String name) implements Carrier {
  @Override
  public String user() {
    return System.getProperty("user.name");
  }

  @Override
  public Pipes start(String command) throws IOException {
    return new LocalPipes(new ProcessBuilder("/bin/sh", "-c", command).start());
  }

  /** Reading a pipe would hold on to a virtual thread's carrier. */
  @Override
  public Thread.Builder threads() {
    return Thread.ofPlatform().daemon();
  }

  @Override
  public boolean answers(Duration patience) {
    return true;
  }

  @Override
  public void close() {}

  private record LocalPipes(Process process) implements Pipes {
    @Override
    public OutputStream in() {
      return process.getOutputStream();
    }

    @Override
    public InputStream out() {
      return process.getInputStream();
    }

    @Override
    public InputStream err() {
      return process.getErrorStream();
    }

    /** What still runs goes too: it would hold our ends of the streams open. */
    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
