package fleet.probe.kind;

import fleet.probe.AtOnce;
import fleet.probe.Field;
import fleet.probe.Probe;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.util.List;

/**
 * Whether the resolvers of the machine answer. They are asked for {@code localhost}, which a
 * resolver answers by itself (RFC 6761), and any answer will do.
 */
public final class DnsProbe implements Probe {
  private final String file;
  private final int port;

  public DnsProbe() {
    this("/etc/resolv.conf", 53);
  }

  DnsProbe(String file, int port) {
    this.file = file;
    this.port = port;
  }

  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("server", "its address"), Field.yes("answers", "whether it does, within 2 s"));
  }

  @Override
  public String script() {
    return AtOnce.LIBRARY
        + "file='%s' port=%d\n".formatted(file, port)
        + """
        # One question over UDP. Of dig and nslookup a machine may have neither, Debian has always perl.
        perl_asks() {
          perl -e '
            use Socket;
            my ($server, $port) = @ARGV;
            my $six = $server =~ /:/;
            my $to = $six ? sockaddr_in6($port, Socket::inet_pton(AF_INET6, $server))
              : sockaddr_in($port, inet_aton($server));
            socket(my $s, $six ? PF_INET6 : PF_INET, SOCK_DGRAM, 0) or exit 1;
            connect($s, $to) or exit 1;
            my $id = $$ & 0xffff;
            send($s, pack("nnnnnn", $id, 0x0100, 1, 0, 0, 0) . "\\011localhost\\0" . pack("nn", 1, 1), 0) or exit 1;
            defined recv($s, my $answer, 512, 0) or exit 1;
            exit(length($answer) >= 12 && unpack("n", $answer) == $id ? 0 : 1)' "$1" "$port"
        }
        answers() {
          if command -v perl; then
            perl_asks "$1"
          elif command -v dig; then
            dig +time=2 +tries=1 -p "$port" "@$1" localhost.
          else
            case $(nslookup localhost. "$1" 2>&1) in
              *'timed out'* | *'no servers'* | *refused* | *unreachable*) return 1 ;;
            esac
          fi
        } >/dev/null 2>&1
        ask() {
          if answers "$1"; then printf '%s\\tyes\\n' "$1"; else printf '%s\\tno\\n' "$1"; fi
        }
        hung() {
          printf '%s\\tno\\n' "$1"
        }
        servers=$(sed -n 's/^nameserver[[:space:]][[:space:]]*\\([0-9A-Fa-f.:]*\\).*/\\1/p' "$file" 2>/dev/null | head -n 3 | sort -u)
        if [ -z "$servers" ]; then
          echo "!absent $file names no resolver"
        elif ! command -v perl >/dev/null && ! command -v dig >/dev/null && ! command -v nslookup >/dev/null; then
          echo '!absent there is no perl, dig or nslookup to ask with'
        else
          # shellcheck disable=SC2086
          at_once 2 $servers
        fi
        """;
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    long silent = rows.stream().filter(row -> row.isNot("answers")).count();
    if (silent == 0) {
      return List.of();
    }
    return List.of(
        new Trouble(
            "dns-silent",
            silent == rows.size() ? Severity.WARNING : Severity.INFO,
            "%d of %d resolvers in /etc/resolv.conf do not answer".formatted(silent, rows.size())));
  }
}
