package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * The text that goes to a machine. A long-lived {@code sh} reads a count of bytes, takes that many
 * at once and evaluates them, so that no shell reads its script byte by byte and no command can eat
 * it. Each batch answers with marks on both output streams: one before the first fragment and one
 * after each. A mark begins with a nonce that the fragments of a user never see.
 */
final class Framing {
  /** The id of the mark before the first fragment; its number is the shell's process id. */
  static final String BEGIN = "+";

  private static final String LOOP =
      "while read -r _fleetn; do eval \"$(head -c \"$_fleetn\")\"; done";

  private Framing() {}

  /**
   * The command that becomes a conversation's shell. It reads the same to every login shell: no
   * quote, exclamation mark, backslash or line break inside the quotes.
   *
   * @param before words that lead to the shell, such as sudo's; empty, or ending in a space
   * @param ready what it prints first, on both streams; empty for nothing
   */
  static String command(String before, String sh, String ready) {
    String first = ready.isEmpty() ? "" : "echo " + ready + "; echo " + ready + " >&2; ";
    return "exec " + before + sh + " -c '" + first + LOOP + "'";
  }

  /** Makes the shell ours: its nonce, its marks, its locale and its path. */
  static String hello(String nonce) {
    return """
    _fleet=%s
    _fleetm() { echo "
    $_fleet $1 $2"; echo "
    $_fleet $1 $2" >&2; }
    _fleett() { command eval "$1"; }
    LC_ALL=C; export LC_ALL
    _fleetp=
    for _fleetd in "$HOME/.local/bin" "$HOME/.npm-global/bin" /opt/homebrew/bin /usr/local/bin; do
      if [ ! -O / ] || [ -O "$_fleetd" ]; then
        case ":$PATH:" in *":$_fleetd:"*) ;; *) _fleetp=$_fleetp$_fleetd: ;; esac
      fi
    done
    PATH=$_fleetp${PATH:-/usr/bin:/bin}
    for _fleetd in /usr/sbin /sbin /usr/bin /bin; do
      case ":$PATH:" in *":$_fleetd:"*) ;; *) PATH=$PATH:$_fleetd ;; esac
    done
    export PATH
    unset _fleetd _fleetp
    """
        .formatted(nonce);
  }

  /** A batch as the loop wants it: its length, then the text. */
  static byte[] message(String opening, List<Fragment> fragments) {
    StringBuilder text = new StringBuilder(opening);
    text.append("_fleetm ").append(BEGIN).append(" $$\n");
    for (int from = 0; from < fragments.size(); ) {
      int to = from + 1;
      while (fragments.get(from).brief() && to < fragments.size() && fragments.get(to).brief()) {
        to++;
      }
      text.append(
          to - from > 2
              ? together(fragments.subList(from, to))
              : oneByOne(fragments.subList(from, to)));
      from = to;
    }
    return message(text.toString());
  }

  /** A text as the loop wants it. */
  static byte[] message(String text) {
    byte[] body = text.getBytes(UTF_8);
    byte[] head = (body.length + "\n").getBytes(UTF_8);
    byte[] message = new byte[head.length + body.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    return message;
  }

  private static String oneByOne(List<Fragment> fragments) {
    StringBuilder text = new StringBuilder();
    for (Fragment fragment : fragments) {
      text.append(fragment.trusted() ? trusted(fragment) : untrusted(fragment));
      text.append("_fleetm ").append(fragment.id()).append(" $?\n");
    }
    return text.toString();
  }

  /**
   * Brief fragments, whose answers leave in one write a stream: as packets of their own they would
   * cost both ends more than the fragments do. The first of them waits for the others; where it has
   * to be killed, they are run again, and answer one by one.
   */
  private static String together(List<Fragment> fragments) {
    return """
    _fleetl() {
    %1$s}
    if { _fleetx=$({ _fleeto=$(_fleetl && echo x); } 2>&1
      case $_fleeto in (*x) ;; (*) exit 1 ;; esac
      printf '%%s' "
    $_fleet %2$s 0
    ${_fleeto%%x}" >&3); } 3>&1; then
      printf '%%s\\n' "
    $_fleet %2$s 0
    $_fleetx" >&2
    else
      _fleetm %2$s 0
      _fleetl
    fi
    unset _fleetx
    """
        .formatted(oneByOne(fragments.subList(1, fragments.size())), fragments.getFirst().id());
  }

  private static String trusted(Fragment fragment) {
    return "_fleett " + Quote.sh(fragment.script()) + " </dev/null\n";
  }

  private static String untrusted(Fragment fragment) {
    return "( unset _fleet; eval " + Quote.sh(fragment.script()) + " ) </dev/null\n";
  }
}
