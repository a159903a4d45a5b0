package fleet.shell;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.common.Buffer;

/** A client of ssh-agent (draft-ietf-sshm-ssh-agent); a wedged agent is given up after a while. */
final class Agent {
  private static final byte REQUEST_IDENTITIES = 11;
  private static final byte IDENTITIES_ANSWER = 12;
  private static final byte SIGN_REQUEST = 13;
  private static final byte SIGN_RESPONSE = 14;
  private static final long RSA_SHA2_512 = 4;
  private static final int LARGEST = 1 << 20;
  private static final Duration TO_LIST = Duration.ofSeconds(3);
  private static final Duration TO_SIGN = Duration.ofSeconds(30);
  private static final Set<String> TYPES =
      Set.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa",
          "ssh-ed25519-cert-v01@openssh.com",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  private final Path socket;

  Agent(Path socket) {
    this.socket = socket;
  }

  /** The keys that the agent holds, in its order; none when it does not answer. */
  List<Signer> signers() {
    try {
      Buffer.PlainBuffer answer = ask(new Buffer.PlainBuffer(), REQUEST_IDENTITIES, TO_LIST);
      if (answer.readByte() != IDENTITIES_ANSWER) {
        return List.of();
      }
      List<Signer> signers = new ArrayList<>();
      int count = answer.readUInt32AsInt();
      for (int i = 0; i < count; i++) {
        byte[] blob = answer.readBytes();
        String comment = answer.readString();
        String type = new Buffer.PlainBuffer(blob).readString();
        if (TYPES.contains(type)) {
          signers.add(new Held(this, type, blob, comment));
        }
      }
      return signers;
    } catch (IOException e) {
      return List.of();
    }
  }

  private Buffer.PlainBuffer ask(Buffer.PlainBuffer body, byte type, Duration patience)
      throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Alarm _ = Alarm.after(patience, () -> close(channel))) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      byte[] content = body.getCompactData();
      ByteBuffer request = ByteBuffer.allocate(5 + content.length);
      request.putInt(1 + content.length).put(type).put(content).flip();
      while (request.hasRemaining()) {
        channel.write(request);
      }
      int length = read(channel, 4).getInt();
      if (length < 1 || length > LARGEST) {
        throw new IOException("the agent's answer makes no sense");
      }
      return new Buffer.PlainBuffer(read(channel, length).array());
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer read(SocketChannel channel, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the agent hung up");
      }
    }
    return buffer.flip();
  }

  private static final class Held implements Signer {
    private final Agent agent;
    private final String type;
    private final byte[] blob;
    private final String comment;

    Held(Agent agent, String type, byte[] blob, String comment) {
      this.agent = agent;
      this.type = type;
      this.blob = blob;
      this.comment = comment;
    }

    @Override
    public byte[] blob() {
      return blob.clone();
    }

    @Override
    public String origin() {
      return PublicKeys.fingerprint(blob) + " from the agent (" + comment + ")";
    }

    @Override
    public String algorithm() {
      return type.equals("ssh-rsa") ? "rsa-sha2-512" : type;
    }

    @Override
    public byte[] sign(byte[] data) throws IOException {
      Buffer.PlainBuffer body =
          new Buffer.PlainBuffer()
              .putBytes(blob)
              .putBytes(data)
              .putUInt32(type.equals("ssh-rsa") ? RSA_SHA2_512 : 0);
      Buffer.PlainBuffer answer = agent.ask(body, SIGN_REQUEST, TO_SIGN);
      if (answer.readByte() != SIGN_RESPONSE) {
        throw new IOException("the agent refuses to sign with " + comment);
      }
      return answer.readBytes();
    }
  }
}
