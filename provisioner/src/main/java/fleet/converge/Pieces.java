package fleet.converge;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** All pieces of one length of some texts, to find where a text holds a part of one of them. */
record Pieces(int length, Set<String> all) {
  /** More of a text than this is not looked for in pieces. */
  private static final int MOST = 1 << 14;

  static Pieces of(int length, Stream<String> texts) {
    Set<String> all = new HashSet<>();
    texts.forEach(
        text -> {
          for (int i = 0; i + length <= Math.min(MOST, text.length()); i++) {
            all.add(text.substring(i, i + length));
          }
        });
    return new Pieces(length, all);
  }

  void mark(String text, BitSet hidden) {
    if (all.isEmpty()) {
      return;
    }
    for (int i = 0; i + length <= text.length(); i++) {
      if (all.contains(text.substring(i, i + length))) {
        hidden.set(i, i + length);
      }
    }
  }
}
