package fleet.shell;

import java.io.InputStream;
import java.io.OutputStream;

/** The three streams of one command that runs on a machine. */
interface Pipes extends AutoCloseable {
  OutputStream in();

  InputStream out();

  InputStream err();

  /** Lets the command go at once, without waiting for it to end. */
  @Override
  void close();
}
