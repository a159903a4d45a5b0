package fleet.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.registry.Machine;
import fleet.registry.PortRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {
  private static final Machine MACHINE =
      Some.machine(
          "m1",
          "100.64.0.1",
          "10.0.0.1",
          "",
          new PortRule("tcp", 3000, "tailnet"),
          new PortRule("tcp", 4000, "lan"),
          new PortRule("tcp", 5000, "any"));

  private static List<Exposure> of(Seen before, Seen after) {
    return Exposure.of(MACHINE, List.of(before), List.of(after));
  }

  private static String text(List<Port> ports) {
    return String.join(" ", ports.stream().map(Port::toString).toList());
  }

  @Test
  void whatIsOpenAndNotMeantToBeIsNamed() {
    String[] all = {"tcp/22", "tcp/80", "tcp/3000", "tcp/4000", "tcp/5000"};
    Exposure lan = of(Some.seen(Network.LAN, all), Some.seen(Network.LAN, all)).getFirst();
    assertEquals("tcp/80 tcp/3000", text(lan.undeclared()));
    Seen tailnet = Some.seen(Network.TAILNET, all);
    assertEquals("", text(of(tailnet, tailnet).getFirst().undeclared()), "a tailnet is trusted");
    Seen other = Some.seen(Network.OTHER, all);
    assertEquals("tcp/80", text(of(other, other).getFirst().undeclared()));
  }

  @Test
  void theDifferenceIsWhatBothLooksSaw() {
    Exposure lan =
        of(Some.seen(Network.LAN, "tcp/22", "tcp/80"), Some.seen(Network.LAN, "tcp/22", "tcp/90"))
            .getFirst();
    assertEquals("tcp/80", text(lan.closed()));
    assertEquals("tcp/90", text(lan.opened()));
    Seen blind = Seen.nothing(Network.LAN, "10.0.0.1", "nobody there");
    assertEquals("", text(of(Some.seen(Network.LAN, "tcp/80"), blind).getFirst().closed()));
    assertEquals("", text(of(blind, Some.seen(Network.LAN, "tcp/80")).getFirst().opened()));
    assertEquals(
        Optional.of("not looked at"),
        Exposure.of(MACHINE, List.of(), List.of(blind)).getFirst().before().blind());
  }

  @ParameterizedTest
  @CsvSource({
    "ports, tcp/22, PASS, true",
    "ports, tcp/22 tcp/80, FAIL, false",
    "tcp/631, tcp/22, PASS, true",
    "tcp/631, tcp/22 tcp/631, FAIL, false",
    "tcp/631, tcp/22 tcp/80, PASS, true",
    "passwords, tcp/22, PASS, false",
  })
  void aClaimIsHeldAgainstWhatWasSeen(String promise, String open, Status told, boolean proven) {
    Seen seen = Some.seen(Network.LAN, open.split(" ", -1));
    Control control =
        Proof.of(Some.control("c", Status.PASS), Optional.of(promise), of(seen, seen));
    assertEquals(told, control.status());
    assertEquals(proven, control.proven());
  }

  @ParameterizedTest
  @CsvSource({"publickey, PASS, true", "publickey password, FAIL, false"})
  void passwordsAreAskedFor(String methods, Status told, boolean proven) {
    Seen plain = Some.seen(Network.LAN, "tcp/22");
    Seen asked =
        new Seen(
            Network.LAN,
            "10.0.0.1",
            Optional.of("m2"),
            Optional.empty(),
            List.of(),
            0,
            List.of(),
            List.of(),
            Optional.of(List.of(methods.split(" ", -1))));
    // At a second address of the network nobody logs in, which says nothing.
    List<Exposure> networks = Exposure.of(MACHINE, List.of(), List.of(asked, plain));
    Control control = Proof.of(Some.control("c", Status.FIXED), Optional.of("passwords"), networks);
    assertEquals(told == Status.PASS ? Status.FIXED : told, control.status());
    assertEquals(proven, control.proven());
  }

  @Test
  void whereNobodyLooksNothingIsProven() {
    Seen blind = Seen.nothing(Network.LAN, "10.0.0.1", "nobody there");
    Seen seen = Some.seen(Network.TAILNET, "tcp/22");
    Control pass = Some.control("c", Status.PASS);
    for (List<Exposure> networks :
        List.of(List.<Exposure>of(), Exposure.of(MACHINE, List.of(), List.of(seen, blind)))) {
      assertEquals(pass, Proof.of(pass, Optional.of("ports"), networks));
    }
    Control fail = Some.control("c", Status.FAIL);
    assertEquals(fail, Proof.of(fail, Optional.of("ports"), of(seen, seen)));
    assertEquals(pass, Proof.of(pass, Optional.empty(), of(seen, seen)));
  }
}
