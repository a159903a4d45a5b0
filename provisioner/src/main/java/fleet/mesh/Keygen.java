package fleet.mesh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The system's ssh-keygen, working in a folder that is gone when it is closed. */
record Keygen(Path desk) implements AutoCloseable {
  /** A clock somewhere may be a little behind. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final List<String> RIGHTS =
      List.of("clear", "permit-pty", "permit-port-forwarding", "permit-agent-forwarding");

  /** A desk inside a folder; nobody else may look at it. */
  static Keygen in(Path folder) throws IOException {
    return new Keygen(Files.createTempDirectory(folder, ".desk"));
  }

  /**
   * Makes a key pair at a path; the private half comes last, so that it proves that all is there.
   */
  void make(Path key, String comment) throws IOException, InterruptedException {
    Path made = desk.resolve("made");
    run(List.of("-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", made.toString()));
    Files.move(publicOf(made), publicOf(key), StandardCopyOption.ATOMIC_MOVE);
    Files.move(made, key, StandardCopyOption.ATOMIC_MOVE);
  }

  static Path publicOf(Path key) {
    return key.resolveSibling(key.getFileName() + ".pub");
  }

  /** The certificate's line. */
  String sign(Path authority, CertificateWish wish, long serial)
      throws IOException, InterruptedException {
    Path key = Files.writeString(desk.resolve("key.pub"), wish.key().text() + "\n");
    List<String> words = new ArrayList<>(List.of("-q", "-s", authority.toString()));
    switch (wish.kind()) {
      case HOST -> words.add("-h");
      case USER -> RIGHTS.forEach(right -> words.addAll(List.of("-O", right)));
    }
    words.addAll(
        List.of(
            "-I",
            wish.keyId(),
            "-n",
            String.join(",", wish.principals()),
            "-z",
            String.valueOf(serial),
            "-V",
            "-%ds:+%ds".formatted(BEFORE.toSeconds(), wish.kind().life().toSeconds()),
            key.toString()));
    run(words);
    return Files.readString(desk.resolve("key-cert.pub"));
  }

  /** A key revocation list. */
  byte[] revoke(Path authority, String revocations) throws IOException, InterruptedException {
    Path text = Files.writeString(desk.resolve("revocations"), revocations);
    Path list = desk.resolve("list");
    String signer = publicOf(authority).toString();
    run(List.of("-q", "-k", "-f", list.toString(), "-s", signer, text.toString()));
    return Files.readAllBytes(list);
  }

  private void run(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ssh-keygen"));
    command.addAll(words);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("ssh-keygen of this computer: " + said.strip());
    }
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(desk)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Files.delete(desk);
  }
}
