package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hierynomus.sshj.common.KeyDecryptionFailedException;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import net.schmizz.sshj.common.SSHRuntimeException;
import net.schmizz.sshj.userauth.keyprovider.BaseFileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/** Reads private key files. */
final class KeyReader {
  /**
   * A key, or why there is none; neither where there is no file.
   *
   * @param locked whether a passphrase may still open it
   */
  record Result(Optional<Signer> signer, Optional<String> problem, boolean locked) {
    static Result problem(String why, boolean locked) {
      return new Result(Optional.empty(), Optional.of(why), locked);
    }
  }

  private static final String ARMOUR = "-----BEGIN OPENSSH PRIVATE KEY-----";

  private final Path home;
  private final Secrets secrets;

  KeyReader(Path home, Secrets secrets) {
    this.home = home;
    this.secrets = secrets;
  }

  Path expand(Path path) {
    return path.startsWith("~") ? home.resolve(Path.of("~").relativize(path)) : path;
  }

  private String show(Path path) {
    return path.startsWith(home) ? "~/" + home.relativize(path) : path.toString();
  }

  Result read(Path file, boolean mayAsk) {
    if (!Files.exists(file)) {
      return new Result(Optional.empty(), Optional.empty(), false);
    }
    try {
      Passphrase passphrase = new Passphrase(Optional.empty());
      if (encrypted(file)) {
        passphrase = new Passphrase(mayAsk ? secrets.passphrase(file) : Optional.empty());
        if (passphrase.secret.isEmpty()) {
          return Result.problem(
              show(file)
                  + " is encrypted and there is nobody to ask for its passphrase: ssh-add "
                  + show(file),
              true);
        }
      }
      boolean armoured = Files.readString(file).startsWith(ARMOUR);
      BaseFileKeyProvider provider = armoured ? new OpenSSHKeyV1KeyFile() : new PKCS8KeyFile();
      provider.init(file.toFile(), passphrase);
      PublicKey key = provider.getPublic();
      return new Result(
          Optional.of(FileKey.of(show(file), key, provider.getPrivate())), Optional.empty(), false);
    } catch (IOException | SSHRuntimeException e) {
      return Result.problem("cannot use the key " + show(file) + ": " + why(e), false);
    }
  }

  private static String why(Exception e) {
    String text = String.valueOf(e.getMessage());
    return e instanceof KeyDecryptionFailedException ? "wrong passphrase" : text;
  }

  /** Whether a passphrase is needed: openssh-key-v1 names its cipher, PEM says ENCRYPTED. */
  boolean encrypted(Path file) throws IOException {
    String text = Files.readString(file);
    if (!text.startsWith(ARMOUR)) {
      return text.contains("ENCRYPTED");
    }
    String body = text.substring(ARMOUR.length()).replaceAll("\\s+|-----END[^-]*-----", "");
    byte[] head = Base64.getDecoder().decode(body.substring(0, Math.min(48, body.length() & ~3)));
    return !new String(head, UTF_8).contains("openssh-key-v1\0\0\0\0\4none");
  }

  /** The public half from the file beside, which can be read without a passphrase. */
  Optional<byte[]> publicBlob(Path file) {
    try {
      String line = Files.readString(file.resolveSibling(file.getFileName() + ".pub"));
      return Optional.of(Base64.getDecoder().decode(line.strip().split("\\s+", 3)[1]));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Hands a passphrase over once: sshj wipes what it was given. */
  private record Passphrase(Optional<char[]> secret) implements PasswordFinder {
    @Override
    public char[] reqPassword(@Nullable Resource<?> resource) {
      return secret.map(chars -> Arrays.copyOf(chars, chars.length)).orElse(new char[0]);
    }

    @Override
    public boolean shouldRetry(@Nullable Resource<?> resource) {
      return false;
    }
  }
}
