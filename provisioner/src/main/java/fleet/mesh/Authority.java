package fleet.mesh;

import fleet.playbook.Content;
import fleet.registry.Fleet;
import fleet.registry.PublicKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two keys that sign for a fleet, one for logins and one for hosts. They are made at the first
 * apply and never leave this folder of the operator's; only public halves do.
 */
record Authority(Path folder) {
  private static final String SIGNED = "signed.json";
  private static final String REVOCATIONS = "revocations";

  /** The folder of a fleet's authority, beside its book of keys. */
  static Authority of(Path book, Fleet fleet) {
    return new Authority(book.resolveSibling(fleet.name() + ".ca"));
  }

  private boolean exists() {
    return Files.exists(key(CertificateWish.Kind.USER));
  }

  /** The key that signs for logins, if there ever was one. */
  Optional<PublicKey> known() throws IOException {
    return exists() ? Optional.of(line(CertificateWish.Kind.USER)) : Optional.empty();
  }

  private Path key(CertificateWish.Kind kind) {
    return folder.resolve(
        switch (kind) {
          case USER -> "user_ca";
          case HOST -> "host_ca";
        });
  }

  /** Signs what is missing, or will soon be over, and notes it before anybody gets it. */
  Issued issue(Fleet fleet, KeyBook book, Instant now) throws IOException, InterruptedException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock.lock();
        Keygen keygen = Keygen.in(folder)) {
      for (CertificateWish.Kind kind : CertificateWish.Kind.values()) {
        if (!Files.exists(key(kind))) {
          keygen.make(key(kind), "fleet " + fleet.name());
        }
      }
      return issue(fleet, book, now, keygen);
    }
  }

  /**
   * What would be issued, signed by nobody: of the folder only public files are read, and a key
   * that is thrown away stands in for the authority's.
   */
  Issued foresee(Fleet fleet, KeyBook book, Instant now) throws IOException, InterruptedException {
    Path other = Files.createTempDirectory("fleet-ca");
    Authority standIn = new Authority(other);
    try {
      for (String name : List.of(SIGNED, REVOCATIONS, REVOCATIONS + ".txt")) {
        if (Files.exists(folder.resolve(name))) {
          Files.copy(folder.resolve(name), other.resolve(name));
        }
      }
      Issued issued = standIn.issue(fleet, book, now);
      return exists()
          ? new Issued(
              line(CertificateWish.Kind.USER),
              line(CertificateWish.Kind.HOST),
              issued.certificates(),
              issued.signed(),
              issued.revocations())
          : issued;
    } finally {
      new Keygen(other).close();
    }
  }

  private Issued issue(Fleet fleet, KeyBook book, Instant now, Keygen keygen)
      throws IOException, InterruptedException {
    CertificateBook known = CertificateBook.read(folder.resolve(SIGNED));
    List<Certificate> present = new ArrayList<>();
    int signed = 0;
    for (CertificateWish wish : CertificateWish.of(fleet, book)) {
      var kept = wish.kept(known.certificates(), now);
      if (kept.isPresent()) {
        present.add(kept.get());
        continue;
      }
      Certificate fresh = sign(wish, known.serial() + 1, now, keygen);
      known = known.with(fresh);
      present.add(fresh);
      signed++;
    }
    if (signed > 0) {
      known = known.since(now);
      known.write(folder.resolve(SIGNED));
    }
    Content revocations = revocations(Revocations.of(fleet, book, known), keygen);
    return new Issued(
        line(CertificateWish.Kind.USER),
        line(CertificateWish.Kind.HOST),
        present,
        signed,
        revocations);
  }

  private Certificate sign(CertificateWish wish, long serial, Instant now, Keygen keygen)
      throws IOException, InterruptedException {
    return new Certificate(
        serial,
        wish.kind(),
        wish.machine(),
        wish.key().body(),
        wish.principals(),
        now.plus(wish.kind().life()),
        keygen.sign(key(wish.kind()), wish, serial));
  }

  /** The list holds the time when it was made: what says the same as before stays as it is. */
  private Content revocations(String text, Keygen keygen) throws IOException, InterruptedException {
    Path list = folder.resolve(REVOCATIONS);
    Path source = folder.resolve(REVOCATIONS + ".txt");
    if (!Files.exists(list) || !Files.exists(source) || !Files.readString(source).equals(text)) {
      Files.deleteIfExists(source);
      OwnFile.write(list, keygen.revoke(key(CertificateWish.Kind.USER), text));
      OwnFile.write(source, text.getBytes(StandardCharsets.UTF_8));
    }
    return new Content(Files.readAllBytes(list));
  }

  private PublicKey line(CertificateWish.Kind kind) throws IOException {
    Path file = Keygen.publicOf(key(kind));
    return PublicKey.parse(Files.readString(file))
        .orElseThrow(() -> new IOException(file + " holds no key"));
  }
}
