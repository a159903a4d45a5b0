package fleet.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.converge.PutBack;
import fleet.harden.Hardening;
import fleet.mesh.SshdTrustLibrary;
import fleet.yaml.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every sh text that is sent to machines is POSIX sh that any userland can run. */
final class LibraryTest {
  /**
   * What GNU or bash has and POSIX, busybox or macOS does not have. {@code stat -L} is free: the
   * two siblings of the service kind are of one system each, and read times with that system's own.
   */
  private static final Pattern NOT_EVERYWHERE =
      Pattern.compile(
          "\\bstat -[^L]|\\bsed -i|\\bgrep -\\w*P|\\breadlink -\\w*f|\\brealpath\\b|\\bdate (-d|--)"
              + "|(^|[;&|({] *)timeout |\\bmktemp (-p|-t|--)|\\bcp (-\\w*a|--\\w)|\\bmv -\\w*T|\\bln -\\w*T"
              + "|\\bls --|\\bsort -\\w*[Vh]|\\bxargs -\\w*[rd]|\\btac\\b|\\bseq \\d|\\bdf -\\w*B"
              + "|\\becho -[en]|^ *local |\\[\\[(?!:)|<<<|&>|^ *source |\\bdeclare\\b|^ *function \\w+ *\\{"
              + "|\\$RANDOM|\\bchmod --ref|\\bchown --ref|(^|[;&|({] *)which "
              // To the awk of macOS a comparison in a print is a syntax error without parentheses.
              + "|\\bprintf? [^(\n]*[=!]= ",
          Pattern.MULTILINE);

  @Test
  void shellcheckFindsNothing(@TempDir Path temporary) throws IOException {
    if (Processes.run(
                List.of("sh", "-c", "command -v shellcheck"),
                Map.of(),
                temporary,
                temporary.resolve("which"))
            .status()
        != 0) {
      TestShell.missing("shellcheck is not installed");
    }
    List<String> command =
        new ArrayList<>(List.of("shellcheck", "-s", "sh", "-S", "warning", "-e", "SC2034,SC2154"));
    for (var text : texts(temporary).entrySet()) {
      command.add(Files.writeString(temporary.resolve(text.getKey()), text.getValue()).toString());
    }
    assertEquals("", Processes.run(command, Map.of(), temporary, temporary.resolve("out")).out());
  }

  @Test
  void nothingIsUsedThatIsNotEverywhere(@TempDir Path temporary) throws IOException {
    texts(temporary)
        .forEach(
            (name, text) -> {
              var found = NOT_EVERYWHERE.matcher(text.replaceAll("(?m)^ *#.*$", ""));
              assertFalse(found.find(), () -> name + ": " + found.group());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=$(stat -c %a f)",
        "sed -i s/a/b/ f",
        "timeout 5 x",
        "a; timeout 5 x",
        "cp -a x y",
        "  local x",
        "grep -oP x",
        "[[ a ]]",
        "printf \"%s\", a == b ? 1 : 2"
      })
  void theScanFindsWhatItShould(String text) {
    assertTrue(NOT_EVERYWHERE.matcher(text).find());
  }

  /** File name and text of all: the common ones and those of all kinds that have cases. */
  private static Map<String, String> texts(Path root) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : List.of("facts.sh", "prelude.sh", "change.sh", "guard.sh")) {
      texts.put(name, Resources.text(name));
    }
    texts.put("mesh-sshd", SshdTrustLibrary.TEXT);
    for (String name : List.of("sight.sh", "tools.sh", "udp.sh")) {
      texts.put(name, Resources.text(Hardening.class, name));
    }
    texts.put("put-back", PutBack.LIBRARY);
    for (Path file : KindCasesTest.list(Path.of("src/main/resources/fleet/launch"))) {
      texts.put("launch-" + file.getFileName(), Files.readString(file));
    }
    for (Path kind : KindCasesTest.list(KindCasesTest.folder())) {
      for (Path file : KindCasesTest.list(kind)) {
        try {
          String library = KindCase.read(file, root).compile().contract().library();
          if (!texts.containsValue(library)) {
            texts.put(kind.getFileName() + "-" + texts.size(), library);
          }
        } catch (BadFileException _) {
          // A case of an error, or one whose source is not made yet.
        }
      }
    }
    return texts;
  }
}
