package fleet.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine with its shells: the user's from the start, the others when asked for. */
final class FramedConnection implements Connection {
  private static final String RISE =
      "if [ -O / ] && [ \"$(id -u)\" = 0 ]; then echo root; else command -v sudo; fi";

  /** Who owns a Mac's console while nobody is logged in there. */
  private static final Set<String> NOBODY = Set.of("root", "loginwindow", "_mbsetupuser", "");

  private final Carrier carrier;
  private final Limits limits;
  private final String sh;
  private final Map<Account, Shell> shells = new EnumMap<>(Account.class);
  private final String greeting;
  private final String rise;
  private final Sudo sudo;

  /** Starts the user's shell on a machine that we are logged in to, and greets it. */
  FramedConnection(Carrier carrier, Limits limits, Secrets secrets, String sh, String greeting)
      throws UnreachableException {
    this.carrier = carrier;
    this.limits = limits;
    this.sh = sh;
    Killer.Starter starter = () -> carrier.start(Framing.command("", sh, ""));
    Shell user;
    try {
      user = shell(starter.start(), starter);
    } catch (IOException e) {
      throw new UnreachableException(carrier.name() + ": cannot start a shell: " + e, e);
    }
    shells.put(Account.USER, user);
    List<Answer> answers = user.run(List.of(ours("rise", RISE), ours("greeting", greeting)));
    this.rise = answers.getFirst().out().strip();
    this.greeting = answers.getLast().out();
    this.sudo = new Sudo(carrier, rise.equals("root") ? "" : rise, secrets, limits);
  }

  private Fragment ours(String id, String script) {
    return new Fragment(id, script, limits.idle(), true);
  }

  private FramedShell shell(Pipes pipes, Killer.Starter again) {
    return new FramedShell(carrier, pipes, Killer.beside(again, limits.idle()), limits);
  }

  @Override
  public String greeting() {
    return greeting;
  }

  @Override
  public synchronized Shell shell(Account account) throws UnreachableException, BlockedException {
    Shell open = shells.get(account);
    if (open == null) {
      open =
          switch (account) {
            case USER -> throw new IllegalStateException("the user's shell is there");
            case ROOT -> root();
            case CONSOLE -> console();
          };
      shells.put(account, open);
    }
    return open;
  }

  private Shell root() throws UnreachableException, BlockedException {
    if (rise.equals("root")) {
      return shell(Account.USER);
    }
    if (rise.isEmpty()) {
      throw sudo.blocked("sudo is not installed");
    }
    return risen("");
  }

  /** The user's own shell if it is they who sit there: that needs no sudo. */
  private Shell console() throws UnreachableException, BlockedException {
    Shell user = shell(Account.USER);
    String look = "[ \"$(uname)\" = Darwin ] && stat -f '%Su %u' /dev/console && id -u";
    Answer owner = user.run(List.of(ours("console", look))).getFirst();
    String[] said = owner.out().strip().split("[ \n]", 3);
    if (owner.status() != 0 || said.length < 3) {
      throw new BlockedException(carrier.name() + " is not a Mac: it has no console user");
    }
    if (NOBODY.contains(said[0])) {
      throw new BlockedException("nobody is logged in at the console of " + carrier.name());
    }
    return said[1].equals(said[2])
        ? user
        : risen(
            "launchctl asuser " + Quote.sh(said[1]) + " sudo -n -H -u " + Quote.sh(said[0]) + " ");
  }

  /** A shell that sudo leads to; a password is thought of only when sudo wants one. */
  private Shell risen(String onward) throws UnreachableException, BlockedException {
    Killer.Starter starter =
        () -> {
          try {
            return sudo.start(onward, sh);
          } catch (BlockedException e) {
            throw new IOException(e.getMessage(), e);
          }
        };
    try {
      FramedShell shell = shell(sudo.start(onward, sh), starter);
      try {
        shell.run(List.of(ours("ready", ":")));
        return shell;
      } catch (UnreachableException e) {
        if (shell.lastWords().isEmpty() || !carrier.answers(limits.idle())) {
          throw e;
        }
        if (sudo.usesPassword() || !shell.lastWords().contains("password")) {
          throw sudo.blocked(shell.lastWords());
        }
      }
      sudo.usePassword();
      return risen(onward);
    } catch (IOException e) {
      throw new UnreachableException(carrier.name() + ": cannot start a shell: " + e, e);
    }
  }

  @Override
  public void bring(Path file, String to) throws UnreachableException {
    new Upload(carrier, sh).bring(file, to);
  }

  @Override
  public Optional<Abilities> abilities() {
    return carrier.abilities();
  }

  @Override
  public synchronized void close() {
    shells.values().forEach(Shell::close);
    carrier.close();
  }
}
