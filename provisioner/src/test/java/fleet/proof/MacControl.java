package fleet.proof;

import fleet.yaml.Fields;
import fleet.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one control of harden-macos must say of Macs: {@code passes} and {@code fixed} are sh, as
 * root, that makes such a one of the stand-in; so is {@code given} under the name of a world,
 * beside what the control must come to there: {@code blocked}, {@code failed} or {@code skipped},
 * and why. {@code pending} is the first macOS on which the fix holds after a reboot only.
 */
record MacControl(String id, Fields says) {
  static final String PASSES = "passes";
  static final String FIXED = "fixed";
  private static final List<String> KEYS =
      List.of(PASSES, FIXED, "pending", "managed", "untrusted", "broken", "off");
  private static final List<String> WORLD = List.of("given", "blocked", "failed", "skipped");

  static List<MacControl> all() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/controls/harden-macos"))) {
      return files.sorted().map(MacControl::read).toList();
    }
  }

  private static MacControl read(Path file) {
    String name = file.getFileName().toString();
    return new MacControl(
        name.substring(0, name.indexOf('.')), Fields.of(Yaml.read(file), "a control", KEYS));
  }

  boolean has(String state) {
    return says.has(state);
  }

  /** Sh that makes that state of the machine. */
  String given(String state) {
    return world(state).map(world -> world.text("given")).orElseGet(() -> says.text(state));
  }

  private Optional<Fields> world(String state) {
    return state.equals(PASSES) || state.equals(FIXED)
        ? Optional.empty()
        : says.fields(state, WORLD);
  }

  /** How the outcome must begin in a world. */
  String outcome(String state) {
    Fields world = world(state).orElseThrow();
    String word = WORLD.stream().skip(1).filter(world::has).findFirst().orElseThrow();
    return word + " .*" + Pattern.quote(world.text(word)) + ".*";
  }

  boolean pendingOn(int macos) {
    return says.has("pending") && macos >= Integer.parseInt(says.text("pending"));
  }
}
