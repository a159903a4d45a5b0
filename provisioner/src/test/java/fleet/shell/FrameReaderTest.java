package fleet.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Marks are found however the stream is cut, and nothing else is taken for one. */
class FrameReaderTest {
  private static final String NONCE = "abab";

  private static String read(String stream, int piece) throws IOException {
    StringBuilder parts = new StringBuilder();
    FrameReader reader =
        new FrameReader(
            NONCE,
            new FrameReader.Sink() {
              @Override
              public void data(byte[] bytes, int from, int length) {
                parts.append(new String(bytes, from, length, UTF_8));
              }

              @Override
              public void mark(String id, long number) {
                parts.append('<').append(id).append('=').append(number).append('>');
              }
            });
    byte[] bytes = stream.getBytes(UTF_8);
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      reader.feed(part, part.length);
    }
    return parts.toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
  void takesTheStreamApart(int piece) throws IOException {
    assertEquals(
        "noise<+=42>\n\nab\naba\nabab<a=0><b=1>end\nabba \r\n<c=255>",
        read(
            "noise\nabab + 42\n\n\nab\naba\nabab\nabab a 0\n\nabab b 1\nend\nabba \r\n\nabab c 255\n",
            piece));
  }

  @Test
  void aBrokenMarkIsAnError() {
    assertThrows(IOException.class, () -> read("\nabab nothing\n", 100));
    assertThrows(IOException.class, () -> read("\nabab " + "x".repeat(2000), 100));
  }
}
