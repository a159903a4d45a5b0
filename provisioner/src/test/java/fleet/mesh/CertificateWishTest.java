package fleet.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.registry.Fleet;
import fleet.registry.PublicKey;
import fleet.registry.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets which certificate, when it is renewed, and whom nobody lets in. */
class CertificateWishTest {
  private static final PublicKey ONE =
      key("AAAAC3NzaC1lZDI1NTE5AAAAIJvhK+GWASeX+oL8lQIiPRUlUJq++8xZNV9/543EbsPL");
  private static final PublicKey TWO =
      key("AAAAC3NzaC1lZDI1NTE5AAAAIIcp5i66uwkUrQ9uoPFkyRWclrHxDfKQO3aBzzuYhidZ");
  private static final Instant NOW = Instant.parse("2026-11-21T14:00:00Z");

  @TempDir private Path folder;
  private Fleet fleet;

  private static PublicKey key(String body) {
    return PublicKey.ofBody(body).orElseThrow();
  }

  @BeforeEach
  void registry() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("fleet.yaml"),
            """
            fleet: crane
            machines:
              Mac1: {address: 10.0.0.1, user: captain, lan: 192.168.0.1}
              s1:   {address: s1.example, user: dev}
              s2:   {address: 10.0.0.3, user: dev}
              old1: {address: 10.0.0.4, user: ghost, revoked: 2026-11-20}
            """);
    fleet = Registry.read(file, folder, _ -> Optional.empty());
  }

  private static MachineKeys keys(PublicKey login, PublicKey host, String... former) {
    return new MachineKeys(Optional.of(login), List.of(host), List.of(former));
  }

  @Test
  void principalsAreTheUsersOfTheMembersAndTheNamesOfTheHost() {
    KeyBook book = new KeyBook(Map.of("Mac1", keys(ONE, TWO), "old1", keys(TWO, TWO)));
    List<CertificateWish> wishes = CertificateWish.of(fleet, book);
    assertEquals(
        List.of(
            new CertificateWish(CertificateWish.Kind.USER, "Mac1", ONE, List.of("captain", "dev")),
            new CertificateWish(
                CertificateWish.Kind.HOST,
                "Mac1",
                TWO,
                List.of("Mac1", "mac1", "10.0.0.1", "192.168.0.1"))),
        wishes);
    assertEquals("fleet:Mac1", wishes.getFirst().keyId());
  }

  private static Certificate signed(
      long serial, PublicKey key, List<String> principals, Instant until) {
    return new Certificate(
        serial, CertificateWish.Kind.USER, "s1", key.body(), principals, until, "text\n");
  }

  private static Optional<Long> kept(Certificate... signed) {
    return new CertificateWish(CertificateWish.Kind.USER, "s1", ONE, List.of("dev"))
        .kept(List.of(signed), NOW)
        .map(Certificate::serial);
  }

  @Test
  void aCertificateStaysWhileMoreThanAThirdOfItsLifeIsLeft() {
    Duration third = CertificateWish.Kind.USER.life().dividedBy(3);
    List<String> dev = List.of("dev");
    Instant enough = NOW.plus(third).plusSeconds(1);
    assertEquals(Optional.of(7L), kept(signed(7, ONE, dev, enough)));
    assertEquals(Optional.empty(), kept(signed(7, ONE, dev, NOW.plus(third))));
    assertEquals(Optional.empty(), kept(signed(7, TWO, dev, enough)), "another key");
    assertEquals(Optional.empty(), kept(signed(7, ONE, List.of("root"), enough)), "another user");
    assertEquals(
        Optional.empty(),
        kept(signed(7, ONE, dev, enough), signed(8, TWO, dev, enough)),
        "the last one counts");
    assertEquals(Optional.empty(), kept());
  }

  @Test
  void theRevokedGoByNameKeyAndSerialAndTheVanishedBySerial() {
    KeyBook book = new KeyBook(Map.of("old1", keys(TWO, TWO, ONE.body()), "s1", keys(ONE, TWO)));
    CertificateBook signed =
        new CertificateBook(0, List.of())
            .with(signed(3, ONE, List.of("dev"), NOW))
            .with(of("old1", CertificateWish.Kind.USER, 4))
            .with(of("old1", CertificateWish.Kind.HOST, 5))
            .with(of("vanished", CertificateWish.Kind.USER, 6));
    assertEquals(
        "id: fleet:old1\nkey: " + TWO.text() + "\nserial: 4\nserial: 6\n",
        Revocations.of(fleet, book, signed));
    assertEquals(
        "", Revocations.of(fleet.with(fleet.members()), book, new CertificateBook(0, List.of())));
  }

  private static Certificate of(String machine, CertificateWish.Kind kind, long serial) {
    return new Certificate(serial, kind, machine, TWO.body(), List.of("x"), NOW, "text\n");
  }

  @Test
  void whatIsOverAndReplacedIsForgotten() {
    List<String> dev = List.of("dev");
    CertificateBook book =
        new CertificateBook(0, List.of())
            .with(signed(1, ONE, dev, NOW.minusSeconds(1)))
            .with(signed(2, ONE, dev, NOW.plusSeconds(1)))
            .with(of("s2", CertificateWish.Kind.USER, 3));
    assertEquals(
        List.of(2L, 3L), book.since(NOW).certificates().stream().map(Certificate::serial).toList());
    assertEquals(3, book.since(NOW).serial());
  }
}
