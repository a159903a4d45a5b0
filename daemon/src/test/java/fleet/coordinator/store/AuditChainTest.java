package fleet.coordinator.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import fleet.coordinator.store.AuditChain.Head;
import fleet.coordinator.store.AuditChain.Verified;
import fleet.coordinator.store.Tables.Chained;
import fleet.coordinator.store.Tables.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditChainTest {
  private static final List<Chained> CHAIN = chain(9, "m");

  private static List<Chained> chain(int length, String subject) {
    List<Chained> chain = new ArrayList<>();
    Head head = AuditChain.START;
    for (int i = 1; i <= length; i++) {
      Chained next = AuditChain.next(head, entry(subject + i));
      chain.add(next);
      head = head(next);
    }
    return List.copyOf(chain);
  }

  private static Entry entry(String subject) {
    return new Entry(StoreTest.NOON, "actor", "machine.approve", subject, "ok", "corr_1");
  }

  private static Head head(Chained last) {
    return new Head(last.number(), last.hash());
  }

  private static long broken(List<Chained> entries) {
    return broken(AuditChain.verify(AuditChain.START, entries, head(CHAIN.getLast())));
  }

  private static long broken(Verified verified) {
    return assertInstanceOf(Verified.Broken.class, verified).number();
  }

  @Test
  void whatNobodyTouchedIsWhole() {
    Head head = head(CHAIN.getLast());
    assertEquals(new Verified.Whole(head), AuditChain.verify(AuditChain.START, CHAIN, head));
    assertEquals(
        new Verified.Whole(head), AuditChain.verify(head(CHAIN.get(3)), CHAIN.subList(4, 9), head));
  }

  @Test
  void theFirstThatWasTouchedIsNamed() {
    for (int i = 0; i < CHAIN.size(); i++) {
      Chained one = CHAIN.get(i);
      List<Chained> edited = new ArrayList<>(CHAIN);
      edited.set(i, new Chained(one.number(), entry("other"), one.hash()));
      assertEquals(one.number(), broken(edited));

      List<Chained> deleted = new ArrayList<>(CHAIN);
      deleted.remove(i);
      assertEquals(one.number(), broken(deleted));

      List<Chained> inserted = new ArrayList<>(CHAIN);
      Head before = i == 0 ? AuditChain.START : head(CHAIN.get(i - 1));
      inserted.add(i, AuditChain.next(before, entry("new")));
      assertEquals(one.number() + 1, broken(inserted));

      assertEquals(one.number(), broken(CHAIN.subList(0, i)));
    }
  }

  @Test
  void aChainThatWasMadeAnewDoesNotFitTheHeadThatIsKnown() {
    List<Chained> anew = chain(9, "other");
    assertEquals(9, broken(anew));
    assertEquals(
        10, broken(AuditChain.verify(AuditChain.START, chain(11, "m"), head(CHAIN.getLast()))));
    assertEquals(
        5, broken(AuditChain.verify(head(CHAIN.get(3)), anew.subList(4, 9), head(anew.getLast()))));
  }
}
