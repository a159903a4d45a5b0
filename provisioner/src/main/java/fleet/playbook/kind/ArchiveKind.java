package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.Payload;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder unpacked from an archive of the operator's. It is whole or not there, and it says in a
 * file of its own which version it is, so that one that is there already is not brought again.
 */
public final class ArchiveKind implements StepKind {
  private static final Map<Path, String> DIGESTS = new ConcurrentHashMap<>();

  private static final String LIBRARY =
      """
      # archive_check INTO LACKING
      archive_check() {
        if [ -n "$2" ] && [ ! -f "$1/.version" ]; then
          say "!blocked $2"
        elif [ -f "$1/.version" ]; then
          archive_version=
          if IFS= read -r archive_version 2>/dev/null <"$1/.version"; then
            say "version $archive_version"
          else
            if am_root; then say '!unknown its version cannot be read'; else say '!denied'; fi
          fi
        elif [ -e "$1" ] || [ -h "$1" ]; then
          say '!unknown something else is in its place'
        else
          if hidden "$1"; then say '!denied'; else say absent; fi
        fi
      }

      # archive_fix INTO VERSION FROM DIGEST: what the user can write is copied first, and the copy
      # is what is looked at.
      archive_fix() {
        [ -f "$3" ] || { say 'its archive was not brought here: fleet apply does that over SSH'; return 1; }
        make_dirs "${1%/*}" || { hindered "$1"; return; }
        archive_new=$(mktemp -d "${1%/*}/.fleet.XXXXXX") || return 1
        archive_unpack "$@"
        archive_status=$?
        rm -rf -- "$archive_new"
        rm -f -- "$3"
        return $archive_status
      }
      archive_unpack() {
        archive_file=$archive_new/archive
        cp -- "$3" "$archive_file" && archive_sum=$(digest_plain <"$archive_file") || return 1
        [ "${archive_sum%% *}" = "$4" ] || { say 'its archive was changed on the way'; return 1; }
        mkdir -- "$archive_new/whole" &&
          (cd "$archive_new/whole" && gzip -dc <"$archive_file" | tar xof -) &&
          say "$2" >"$archive_new/whole/.version" && chmod 0755 "$archive_new/whole" || return 1
        if [ -f "$1/.version" ]; then
          mv -- "$1" "$archive_new/former" || return 1
        fi
        mv -- "$archive_new/whole" "$1"
      }

      # archive_undo INTO
      archive_undo() {
        [ -e "$1" ] || return 0
        [ -f "$1/.version" ] || { say "left: $1 was changed since"; return 1; }
        rm -rf -- "$1"
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("source", ParameterType.TEXTS, "Archives (tar, gzip): the first that is there.")
        .required("into", ParameterType.PATH, "The folder; all of it is the archive's.")
        .required("version", ParameterType.TEXT, "What it holds: another version replaces it.")
        .optional("lacking", ParameterType.TEXT, "Why it is blocked where no archive is there.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String into = in.text("into");
    String version = in.text("version");
    String title = "archive " + into;
    Optional<Path> archive =
        in.texts("source").stream().map(in::beside).filter(Files::isRegularFile).findFirst();
    if (archive.isEmpty()) {
      String lacking =
          in.optional("lacking")
              .orElseThrow(
                  () ->
                      new BadFileException(in.at("source"), "'source': there is no such archive"));
      return Contract.of(
              title, LIBRARY, Call.of("archive_check", into, lacking), "version " + version)
          .readPublicly();
    }
    String digest = digest(in, archive.get());
    String brought = facts.home() + "/.fleet-" + digest.substring(0, 16);
    return Contract.of(title, LIBRARY, Call.of("archive_check", into, ""), "version " + version)
        .fix(Call.of("archive_fix", into, version, brought, digest))
        .payload(new Payload(archive.get(), brought))
        .undo(Call.of("archive_undo", into))
        .readPublicly();
  }

  /** Archives are large, and one is for many machines. */
  private static String digest(Arguments in, Path archive) {
    return DIGESTS.computeIfAbsent(
        archive,
        _ -> {
          try (InputStream bytes = Files.newInputStream(archive)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha));
            return HexFormat.of().formatHex(sha.digest());
          } catch (IOException _) {
            throw new BadFileException(in.at("source"), "'source': cannot read " + archive);
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
          }
        });
  }
}
