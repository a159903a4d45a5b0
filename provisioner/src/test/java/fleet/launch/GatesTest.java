package fleet.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import fleet.registry.Machine;
import fleet.registry.Project;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesTest {
  private static final Project ALPHA =
      new Project("alpha", "Alpha", "example-org/alpha", List.of(), Optional.empty());
  private static final String WELL =
      """
      home\t/home/dev
      tool\ttmux
      tool\tgit
      agent\t/home/dev/.local/bin/claude
      free\t9000000
      taken\t1
      clone\t/home/dev/dev/other/alpha\tgit@github.com:example-org/alpha.git
      clone\t/home/dev/dev/alpha\thttps://github.com/example-org/alpha
      clone\t/home/dev/dev/beta\tgit@github.com:example-org/beta.git
      """;

  private static Machine machine(String name, int slots) {
    Optional<String> none = Optional.empty();
    return new Machine(
        name,
        "10.0.0.1",
        none,
        "dev",
        List.of("dev"),
        22,
        none,
        Optional.empty(),
        List.of(),
        slots,
        none,
        List.of(),
        false,
        none);
  }

  private static Optional<String> refusal(String look) {
    return Gates.look(machine("m1", 2), Look.parse(look), ALPHA, "claude").map(Refusal::condition);
  }

  @Test
  void aMachineThatHasAllIsTaken() {
    assertEquals(Optional.empty(), refusal(WELL));
    assertEquals(
        "/home/dev/dev/alpha",
        Look.parse(WELL).clonesOf(Repository.of(ALPHA.repo())).getFirst().path());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tool.tmux        |                | no-tmux",
        "tool.git         |                | no-git",
        "agent.*          |                | no-agent",
        "free.*           | free\t2000000  | disk-full",
        "free.*           |                | disk-full",
        "taken.1          | taken\t2       | no-slots",
        "clone.*/alpha.*  |                | no-clone",
      })
  void eachLackHasItsName(String line, String instead, String condition) {
    String look = WELL.replaceAll("(?m)^" + line + "$", instead == null ? "" : instead);
    assertEquals(Optional.of(condition), refusal(look));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "equal | 0 | 0 | ",
        "forwarded | 0 | 3 | ",
        "ahead | 2 | 0 | ",
        "behind | 0 | 3 | main-stale",
        "diverged | 2 | 3 | main-diverged",
      })
  void theCloneStandsToOriginAsItMay(String word, int ahead, int behind, String condition) {
    String tip = "0123456789012345678901234567890123456789";
    Sync sync = Sync.parse("motd\n%s\tmain\t%s\t%d\t%d\twhy\n".formatted(word, tip, ahead, behind));
    assertEquals(
        Optional.ofNullable(condition),
        Gates.sync(machine("m1", 1), "/p", sync).map(Refusal::condition));
    assertEquals(
        Optional.of("origin-unknown"),
        Gates.sync(machine("m1", 1), "/p", Sync.parse("unknown\tno route\n"))
            .map(Refusal::condition));
  }

  @Test
  void theMachineWithTheMostFreeSlotsIsTakenAndTheFirstOfEquals() {
    Refusal no = new Refusal("no-slots", "", "");
    assertEquals("m2", best(choice("m1", 2, 1), choice("m2", 4, 1), choice("m3", 4, 1)));
    assertEquals(
        "m1",
        best(
            choice("m1", 2, 1),
            new Choice(machine("m2", 9), Optional.of(Look.parse("taken\t0")), Optional.of(no))));
    assertEquals(Optional.empty(), Choice.best(List.of()));
  }

  private static String best(Choice... choices) {
    return Choice.best(List.of(choices)).orElseThrow().machine().name();
  }

  private static Choice choice(String name, int slots, int taken) {
    return new Choice(
        machine(name, slots), Optional.of(Look.parse("taken\t" + taken)), Optional.empty());
  }
}
