package fleet.cli.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import fleet.mesh.Finding;
import fleet.mesh.Matrix;
import fleet.mesh.Reach;
import fleet.mesh.Route;
import fleet.mesh.Tested;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One matrix as a table, folded, as JSON and as a page. */
class MatrixFormsTest {
  private static final Finding OK = new Finding(Reach.OK, "");
  private static final Finding REFUSED = new Finding(Reach.REFUSED, "port 22: Connection refused");
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.5Z");

  private static Tested tested(Finding finding, String... machines) {
    return new Tested(
        Route.of(machines),
        finding,
        finding.ok() ? Optional.empty() : Optional.of(1),
        Optional.of(Duration.ofMillis(42)));
  }

  private static Matrix matrix(List<String> names, Function<Route, Finding> finding) {
    List<Tested> pairs = new ArrayList<>();
    for (String from : names) {
      for (String to : names) {
        if (!from.equals(to)) {
          pairs.add(tested(finding.apply(Route.of(from, to)), from, to));
        }
      }
    }
    return new Matrix(NOON, names, Map.of(), pairs, Optional.empty());
  }

  private static List<String> machines(int many) {
    return IntStream.rangeClosed(1, many).mapToObj(i -> "m" + i).toList();
  }

  @Test
  void theTable() {
    Matrix matrix =
        matrix(
            List.of("mac1", "mac-server1", "server2"),
            route -> route.equals(Route.of("mac1", "server2")) ? REFUSED : OK);
    assertEquals(
        """
        From\\To     | mac1        | mac-server1 | server2
        ------------|-------------|-------------|------------
        mac1        | --          | OK          | refused
        mac-server1 | OK          | --          | OK
        server2     | OK          | OK          | --

        mac1 (1 of 2 ok):
          server2: refused: port 22: Connection refused
        5 of 6 pairs ok\
        """,
        String.join("\n", Summary.below(MatrixTable.lines(matrix), matrix)));
  }

  @Test
  void aSampleSaysWhatItLeavesOut() {
    List<String> names = machines(3);
    Matrix matrix =
        new Matrix(NOON, names, Map.of(), List.of(tested(OK, "m1", "m2")), Optional.empty());
    assertTrue(MatrixTable.lines(matrix).contains("m2      | ?  | -- | ?"));
    assertEquals(List.of("1 of 1 pairs ok; 1 of 6 pairs tested"), Summary.lines(matrix));
  }

  @Test
  void aWideFleetFolds() {
    Finding lost = new Finding(Reach.UNREACHABLE, "no answer");
    Matrix matrix =
        matrix(
            machines(20),
            route -> route.from().equals("m3") ? lost : route.to().equals("m3") ? REFUSED : OK);
    matrix =
        new Matrix(
            NOON, matrix.machines(), Map.of("m3", "no answer"), matrix.pairs(), Optional.empty());
    assertEquals(
        """
        342 of 380 pairs ok
        m3 (0 of 19 ok):
          m[1-2,4-20]: unreachable: no answer
        m[1-2,4-20] (18 of 19 ok):
          m3: refused: port 22: Connection refused
        1 of 20 machines not reached from here: m3\
        """,
        String.join("\n", Summary.folded(matrix)));
    assertFalse(matrix.ok());
    assertTrue(matrix.onlyLostSpoilIt());
    assertEquals(List.of("380 of 380 pairs ok"), Summary.folded(matrix(machines(20), _ -> OK)));
  }

  @Test
  void hopsAreFoldedByWhereTheyBreak() {
    List<Tested> hops =
        List.of(
            tested(REFUSED, "m1", "m3", "m2"),
            tested(REFUSED, "m2", "m3", "m1"),
            new Tested(Route.of("m2", "m1", "m3"), REFUSED, Optional.of(2), Optional.empty()),
            tested(OK, "m1", "m2", "m4"));
    Matrix matrix = new Matrix(NOON, machines(4), Map.of(), List.of(), Optional.of(hops));
    assertEquals(
        List.of(
            "m[1-2] → m3 → …: first leg: refused: port 22: Connection refused (2 hops)",
            "… → m1 → m3: second leg: refused: port 22: Connection refused (1 hop)"),
        Broken.lines(matrix));
    assertTrue(Summary.lines(matrix).contains("1 of 4 hops ok"));
    assertFalse(matrix.onlyLostSpoilIt());
  }

  @Test
  void theDocument() {
    Matrix matrix = matrix(machines(2), route -> route.from().equals("m1") ? OK : REFUSED);
    JsonNode json = JsonMapper.shared().valueToTree(MatrixReport.of(matrix));
    assertEquals(1, json.path("schema").asInt());
    assertEquals(2, json.at("/pairs/total").asInt());
    assertEquals(
        "{\"from\":\"m2\",\"to\":\"m1\",\"outcome\":\"refused\","
            + "\"why\":\"port 22: Connection refused\",\"ms\":42}",
        json.at("/pairs/items/1").toString());
    assertFalse(json.has("hops"), "what was not asked for is not said to be 0 of 0");
  }

  @Test
  void thePageIsWellFormedEscapedAndAlone() throws Exception {
    Finding evil = new Finding(Reach.REFUSED, "<script>alert(1)</script>&\"'");
    Matrix matrix = matrix(machines(3), route -> route.to().equals("m2") ? evil : OK);
    String page = MatrixPage.of("<fleet>", matrix);
    assertFalse(page.contains("<script") || page.contains("http") || page.contains("url("), page);
    String xml = page.replaceAll("<(meta [^>]*)>", "<$1/>").replaceFirst("<!DOCTYPE html>\n", "");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    String text = document.getDocumentElement().getTextContent();
    assertTrue(text.contains("4 of 6 pairs ok") && text.contains("2026-11-21T12:00:00Z"), text);
    assertTrue(text.contains("m1 → m2: " + evil.why()), text);
    assertTrue(page.contains("<a href=\"#m1_to_m2\">refused</a>"), page);
    assertTrue(page.contains("<li id=\"m1_to_m2\">"), page);
    assertEquals(9, document.getElementsByTagName("td").getLength());
  }
}
