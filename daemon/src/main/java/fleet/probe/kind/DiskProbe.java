package fleet.probe.kind;

import fleet.probe.AtOnce;
import fleet.probe.Field;
import fleet.probe.Flights;
import fleet.probe.Probe;
import fleet.probe.Setting;
import fleet.probe.ShProbe;
import fleet.report.Reading;
import fleet.report.Row;
import fleet.report.Severity;
import fleet.report.Trouble;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How full each real file system is, in bytes and in inodes. Each mount is asked by itself: one
 * that hangs says so in its own row, and costs no other.
 */
public final class DiskProbe implements Probe {
  static final int SECONDS = 2;

  private static final long FULL = 90;
  private static final long NO_ROOM = 95;

  private final Flights flights = new Flights();

  @Override
  public List<Field> fields() {
    return List.of(
        Field.text("mount", "where it is; control characters as in /proc/self/mounts"),
        Field.text("type", "the file system's"),
        Field.text("state", "ok, hangs, denied to this account, or broken"),
        Field.yes("readOnly", "whether nothing can be written there"),
        Field.whole("size", "bytes"),
        Field.whole("used", "bytes"),
        Field.whole("free", "bytes that users can have"),
        Field.whole("percent", "used of used and free, rounded up, as df has it"),
        Field.whole("inodes", "how many, where they are counted"),
        Field.whole("inodePercent", "of them used, rounded up"));
  }

  @Override
  public String script() {
    return AtOnce.LIBRARY
        + """
        # Lines "type readOnly mount", the mount with its escapes.
        linux_mounts() {
          awk '
            {
              for (i = 7; i < NF && $i != "-"; i++);
              if (!($5 in type)) order[++n] = $5
              type[$5] = $(i + 1); device[$5] = $3
              read_only[$5] = $(i + 3) ~ /(^|,)ro(,|$)/ ? "yes" : "no"
            }
            END {
              for (k = 1; k <= n; k++) {
                m = order[k]
                if (index(noise, " " type[m] " ") && !(m == "/" && type[m] == "overlay") &&
                  !(m == "/tmp" && type[m] == "tmpfs")) continue
                if (device[m] in seen) continue
                seen[device[m]]
                print type[m], read_only[m], m
              }
            }' noise="$noise" /proc/self/mountinfo
        }
        # A Mac's own volumes beside Data share its space.
        mac_mounts() {
          mount | sed -n 's/\\\\/\\\\134/g; s/ /\\\\040/g
            s/^.*\\\\040on\\\\040\\(\\/.*\\)\\\\040(\\([a-z0-9_]*\\)\\(.*\\))$/\\2 \\3 \\1/p' |
            while read -r type options path; do
              case $path in
                /System/Volumes/Data) ;;
                /System/Volumes/* | /private/var/vm | /Library/Developer/CoreSimulator/*) continue ;;
              esac
              case " $noise " in *" $type "*) continue ;; esac
              case $options, in
                *,*read-only,*) read_only=yes ;;
                *) read_only=no ;;
              esac
              printf '%s %s %s\\n' "$type" "$read_only" "$path"
            done
        }
        noise=' autofs binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs devfs devpts devtmpfs efivarfs erofs'
        noise="$noise fuse.gvfsd-fuse fuse.lxcfs fuse.portal fuse.snapfuse fuse.squashfuse fusectl hugetlbfs iso9660"
        noise="$noise mqueue nfsd nsfs nullfs overlay proc pstore ramfs resctrl rootfs rpc_pipefs securityfs selinuxfs"
        noise="$noise squashfs sysfs tmpfs tracefs udf "
        split() {
          type=${1%% *}
          rest=${1#* }
          read_only=${rest%% *}
          path=${rest#* }
        }
        # state, then what is known
        row() {
          case $path in
            *\\\\*) path=$(printf '%s' "$path" | sed 's/\\\\040/ /g; s/\\\\043/#/g; s/\\\\134/\\\\/g') ;;
          esac
          printf '%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\t%s\\n' "$path" "$type" "$1" "$read_only" "$2" "$3" "$4" "$5" "$6" "$7"
        }
        hung() {
          split "$1"
          row hangs '' '' '' '' '' ''
        }
        # PART OF: percent, rounded up
        percent() {
          [ "$2" -le 0 ] || echo $((($1 * 100 + $2 - 1) / $2))
        }
        # SIZE BLOCKS FREE AVAILABLE INODES INODES_FREE, where SIZE is a block's
        measured() {
          inodes='' inode_percent=''
          if [ "$5" -gt 0 ]; then
            inodes=$5
            inode_percent=$(percent $(($5 - $6)) "$5")
          fi
          row ok $(($1 * $2)) $(($1 * ($2 - $3))) $(($1 * $4)) "$(percent $(($2 - $3)) $(($2 - $3 + $4)))" "$inodes" "$inode_percent"
        }
        # PATH: such figures by df, whose first column may hold blanks
        mac_figures() {
          df -k "$1" 2>&1 | awk '
            match($0, / +[0-9]+ +[0-9]+ +-?[0-9]+ +[0-9]+% +[0-9]+ +[0-9]+ +[0-9-]+%? +\\//) {
              split(substr($0, RSTART), f, " ")
              total = f[2] + f[3] < f[1] ? f[2] + f[3] : f[1]
              printf "1024 %.0f %.0f %.0f %.0f %.0f\\n", total, f[3], f[3], f[5] + f[6], f[6]
              seen = 1
            }
            { said = $0 }
            END { if (!seen) print said }'
        }
        ask() {
          split "$1"
          real=$path
          case $path in
            *\\\\*)
              real=$(printf '%bx' "$(printf '%s' "$path" | sed 's/\\\\/\\\\0/g')")
              real=${real%x}
              ;;
          esac
          # Containers mount single files.
          [ -d "$real" ] || [ ! -e "$real" ] || return 0
          if [ "$system" = Darwin ]; then
            figures=$(mac_figures "$real")
          else
            figures=$(stat -f -c '%S %b %f %a %c %d' "$real" 2>&1)
          fi
          case $figures in
            *' '*[!0-9\\ ]* | '' | *[!0-9\\ ]*)
              case $figures in
                *'ermission denied'* | *'not permitted'*) row denied '' '' '' '' '' '' ;;
                *) row broken '' '' '' '' '' '' ;;
              esac
              ;;
            '0 '* | *' 0 0 0 '*) ;; # no storage of its own
            *)
              # shellcheck disable=SC2086
              measured $figures
              ;;
          esac
        }
        system=$(uname -s)
        if [ "$system" = Darwin ]; then mounts=$(mac_mounts); else mounts=$(linux_mounts); fi
        if [ -z "$mounts" ]; then
          echo '!failed no mount is listed'
        else
          IFS='
        '
          set -f
          # shellcheck disable=SC2086
          set -- $mounts
          IFS=' '
          at_once 2 "$@"
        fi
        """;
  }

  @Override
  public Reading<List<Row>> measure(Setting setting) throws Exception {
    if (!Files.isReadable(MountTable.FILE)) {
      return ShProbe.run(this, setting);
    }
    try {
      return new Reading.Measured<>(Statvfs.rows(MountTable.read(), flights));
    } catch (LinkageError _) {
      return ShProbe.run(this, setting);
    }
  }

  @Override
  public List<Trouble> judge(List<Row> rows) {
    List<Trouble> troubles = new ArrayList<>();
    for (Row row : rows) {
      String mount = row.text("mount").orElse("?");
      switch (row.text("state").orElse("")) {
        case "hangs" ->
            troubles.add(
                new Trouble("mount-hangs:" + mount, Severity.WARNING, mount + " does not answer"));
        case "broken" ->
            troubles.add(
                new Trouble("mount-broken:" + mount, Severity.WARNING, mount + " is not usable"));
        default -> {
          if (!row.is("readOnly")) {
            full("disk-full:" + mount, row.whole("percent"), mount, "full", troubles);
            full(
                "inodes-full:" + mount,
                row.whole("inodePercent"),
                mount,
                "out of inodes",
                troubles);
          }
        }
      }
    }
    return troubles;
  }

  @Override
  public List<Row> gist(List<Row> rows) {
    return rows.stream().map(row -> row.without("used", "free", "inodes")).toList();
  }

  private static void full(
      String type, OptionalLong percent, String mount, String what, List<Trouble> troubles) {
    if (percent.isPresent() && percent.getAsLong() >= FULL) {
      troubles.add(
          new Trouble(
              type,
              percent.getAsLong() >= NO_ROOM ? Severity.CRITICAL : Severity.WARNING,
              "%s is %d %% %s".formatted(mount, percent.getAsLong(), what)));
    }
  }
}
