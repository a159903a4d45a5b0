package fleet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.yaml.BadFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In the tables {@code ¶} is a line feed and {@code ↵} a carriage return; {@code «…»} is what is
 * new.
 */
class RegistryEditorTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
  private static final String HEAD = "fleet: x\ndefaults: {user: dev}\n";

  @TempDir Path folder;
  private Path file = Path.of("unset");

  @BeforeEach
  void place() {
    file = folder.resolve("fleet.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "machines:¶  a: {address: h}¶« NEW¶»",
        "machines:¶  a: {address: h}«¶  NEW¶»",
        "machines:¶    a: {address: h}   # why¶«    NEW¶»    # behind¶¶roles: {}¶",
        "machines:¶  a:¶    address: h  # é¶    slots: 3¶«  NEW¶»# far¶",
        "machines:¶  a:¶    address: h¶    roles:¶      - dev¶«  NEW¶»roles: {dev: []}¶",
        "machines: {a: {address: h}«, NEW»}¶",
        "machines: {a: {address: h}«, NEW»,}¶",
        "machines: {¶  a: {address: h}«, NEW» # c¶}¶",
        "machines: {  «NEW»}¶",
        "machines:↵¶  a: {address: h}↵¶«  NEW↵¶»roles: {}↵¶",
        "machines:¶  a: {address: h, slots:¶    3¶    }¶«  NEW¶»roles: {}¶",
      })
  void addsAMachineAndNothingElse(String marked) throws Exception {
    String shown =
        marked.replace("« NEW", "«  NEW").replace("NEW", "b: {address: 10.0.0.2, slots: 2}");
    Files.writeString(file, HEAD + old(shown));
    Fleet fleet = editor().add(machine("b", "10.0.0.2"));
    assertEquals(HEAD + now(shown), Files.readString(file));
    assertEquals(fleet, Registry.read(file, folder));
    assertEquals(2, fleet.machine("b").slots());
  }

  @Test
  void anEmptyMapBecomesABlock() throws Exception {
    Files.writeString(file, Registry.starter());
    editor().add(machine("b", "fd7a::1"));
    assertEquals(
        Registry.starter()
            .replace("\nmachines: {}\n", "\nmachines:\n  b: {address: \"fd7a::1\", slots: 2}\n"),
        Files.readString(file));
    editor().add(machine("c", "10.0.0.3"));
    assertTrue(
        Files.readString(file)
            .contains("slots: 2}\n  c: {address: 10.0.0.3, slots: 2}\n# machines:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "machines:¶  a: {address: h«, NEW»}   # why¶  b: {address: i}¶",
        "machines:¶  a: { address: h«, NEW» }¶",
        "machines:¶  a: {address: h,¶    roles: []«, NEW»  # c¶  }¶",
        "machines:¶  a:¶      address: h # é¶«      NEW¶»  # next¶  b: {address: i}¶",
        "machines:¶  a:¶    address: h«¶    NEW¶»",
        "machines: {a: {address: h«, NEW»}, b: {address: i}}¶",
        "machines:↵¶  a:↵¶    address: h↵¶«    NEW↵¶»",
      })
  void revokesAMachineAndNothingElse(String marked) throws Exception {
    String shown = marked.replace("NEW", "revoked: 2026-11-20");
    Files.writeString(file, HEAD + old(shown));
    Fleet fleet = editor().revoke("A.local", DAY);
    assertEquals(HEAD + now(shown), Files.readString(file));
    assertEquals(Optional.of("2026-11-20"), fleet.machine("a").revoked());
    assertEquals(fleet, editor().revoke("a", DAY.plusDays(1)));
    assertEquals(HEAD + now(shown), Files.readString(file));
  }

  @Test
  void theExampleKeepsEveryOtherByte() throws Exception {
    Files.copy(Path.of("..", "fleet.yaml"), file);
    List<String> before = Files.readAllLines(file);
    editor().add(machine("new", "100.64.0.99"));
    editor().revoke("server2", DAY);
    List<String> after = Files.readAllLines(file);
    assertEquals(before.size() + 2, after.size());
    after.remove("    revoked: 2026-11-20");
    after.remove("  new: {address: 100.64.0.99, slots: 2}");
    assertEquals(before, after);
  }

  @Test
  void modeAndLinkAndMarkAreKept() throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("f.yaml");
    Files.writeString(real, "\uFEFF" + HEAD + "machines: {}\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
    Files.createSymbolicLink(file, real);
    editor().add(machine("b", "10.0.0.2"));
    assertTrue(Files.isSymbolicLink(file));
    assertTrue(Files.readString(real).startsWith("\uFEFFfleet"));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    try (var left = Files.list(real.getParent())) {
      assertEquals(1, left.count());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A.local", "x y", "b: {address: i}\n  c", "$(id)", "all", "\u2028"})
  void whatWouldNotReadIsNotWritten(String name) throws Exception {
    String before = HEAD + "machines:\n  a: {address: h}\n";
    Files.writeString(file, before);
    assertThrows(BadFileException.class, () -> editor().add(machine(name, "10.0.0.2")));
    assertThrows(BadFileException.class, () -> editor().add(machine("b", "h}, c: {address: i")));
    assertThrows(BadFileException.class, () -> editor().add(machine("b", "h")));
    assertThrows(BadSelectionException.class, () -> editor().revoke("none", DAY));
    assertEquals(before, Files.readString(file));
  }

  @Test
  void aMachineThatOthersJumpThroughIsNotRevoked() throws Exception {
    String before = HEAD + "machines:\n  a: {address: h}\n  b: {address: i, jump: a}\n";
    Files.writeString(file, before);
    var e = assertThrows(BadFileException.class, () -> editor().revoke("a", DAY));
    assertEquals(
        file + ":5:25: machine b: 'jump' leads through a, which is revoked: name another way",
        e.getMessage());
    assertEquals(before, Files.readString(file));
  }

  private RegistryEditor editor() {
    return new RegistryEditor(file, folder);
  }

  private static NewMachine machine(String name, String address) {
    return new NewMachine(
        name,
        address,
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(),
        OptionalInt.of(2),
        Optional.empty());
  }

  private static String old(String marked) {
    return breaks(marked.replaceAll("«[^»]*»", ""));
  }

  private static String now(String marked) {
    return breaks(marked.replaceAll("[«»]", ""));
  }

  private static String breaks(String text) {
    return text.replace('¶', '\n').replace('↵', '\r');
  }
}
