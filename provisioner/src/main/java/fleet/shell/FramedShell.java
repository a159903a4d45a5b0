package fleet.shell;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The conversation with one shell: a batch goes out whole, and its answers are read as framed. */
final class FramedShell implements Shell {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Carrier carrier;
  private final Pipes pipes;
  private final Killer killer;
  private final Limits limits;
  private final ErrorStream errors;
  private final String nonce = nonce();
  private String lastWords = "";
  private String opening = Framing.hello(nonce);
  private volatile @Nullable String broken;

  FramedShell(Carrier carrier, Pipes pipes, Killer killer, Limits limits) {
    this.carrier = carrier;
    this.pipes = pipes;
    this.killer = killer;
    this.limits = limits;
    this.errors = new ErrorStream(nonce, pipes.err(), carrier.threads());
  }

  static String nonce() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public List<Answer> run(List<Fragment> fragments, BiConsumer<String, String> live)
      throws UnreachableException {
    if (broken != null) {
      throw new UnreachableException(broken);
    }
    if (fragments.isEmpty()) {
      return List.of();
    }
    Batch out = new Batch(fragments, limits.out());
    Batch err = new Batch(fragments, limits.err());
    Watch watch = new Watch(this, carrier, killer, limits, fragments, out);
    boolean whole = false;
    try {
      errors.expect(err);
      watch.start();
      send(Framing.message(opening, fragments));
      opening = "";
      read(out, line -> out.fragment().ifPresent(id -> live.accept(id, line)), watch);
      errors.await(limits.idle());
      whole = true;
    } catch (IOException e) {
      abandon(breakage(out, err, fragments, e));
    } finally {
      watch.end();
      if (!whole) {
        abandon(carrier.name() + ": the conversation was broken off");
      }
    }
    String why = broken;
    if (!whole && why != null) {
      throw new UnreachableException(why);
    }
    return answers(fragments, out, err, watch);
  }

  private void send(byte[] message) {
    try {
      pipes.in().write(message);
      pipes.in().flush();
    } catch (IOException _) {
      // A shell that is gone takes nothing more; why it went is in what it said, which is read now.
    }
  }

  private void read(Batch batch, Consumer<String> live, Watch watch) throws IOException {
    FrameReader frames =
        new FrameReader(
            nonce,
            new FrameReader.Sink() {
              @Override
              public void data(byte[] bytes, int from, int length) {
                batch.data(bytes, from, length);
              }

              @Override
              public void mark(String id, long number) throws IOException {
                if (batch.current() >= 0) {
                  batch.capture().tell(live, true);
                }
                batch.mark(id, number);
                watch.moved();
              }
            });
    byte[] buffer = new byte[8192];
    while (!batch.done()) {
      int length = pipes.out().read(buffer);
      if (length < 0) {
        throw new IOException("the shell ended");
      }
      frames.feed(buffer, length);
      if (batch.current() >= 0 && !batch.done()) {
        batch.capture().tell(live, frames.atLineEnd());
      }
    }
  }

  /** The last thing that the shell said out of turn: why it did not begin, as a rule. */
  String lastWords() {
    return lastWords;
  }

  private String breakage(Batch out, Batch err, List<Fragment> fragments, IOException cause) {
    try {
      errors.settle();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    int current = out.current();
    String where =
        current < 0
            ? "the shell did not begin"
            : "broke off " + (out.done() ? "at the end" : "in " + fragments.get(current).id());
    String said = (out.noise() + " " + err.noise()).strip();
    lastWords = said.lines().reduce((_, last) -> last).orElse("").strip();
    return carrier.name()
        + ": "
        + where
        + ": "
        + (lastWords.isEmpty() ? cause.getMessage() : lastWords);
  }

  /** Breaks the conversation off for good; the first reason is the one that is told. */
  void abandon(String why) {
    synchronized (this) {
      if (broken == null) {
        broken = why;
      }
    }
    pipes.close();
  }

  private static List<Answer> answers(List<Fragment> fragments, Batch out, Batch err, Watch watch) {
    List<Answer> answers = new ArrayList<>(fragments.size());
    for (int i = 0; i < fragments.size(); i++) {
      answers.add(
          new Answer(
              fragments.get(i).id(),
              out.status(i),
              out.capture(i).text(),
              err.capture(i).text(),
              watch.timedOut(i),
              out.took(i)));
    }
    return answers;
  }

  @Override
  public void close() {
    abandon(carrier.name() + ": the shell is closed");
  }
}
