package fleet.cli.mesh;

import fleet.mesh.Matrix;
import fleet.mesh.Reach;
import fleet.mesh.Route;
import fleet.mesh.Tested;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A matrix as one page that needs nothing else. A broken cell is a link to its reason, so that the
 * page tells all to a keyboard, too; its word is there beside its colour.
 */
final class MatrixPage {
  private MatrixPage() {}

  static String of(String fleet, Matrix matrix) {
    String asOf =
        DateTimeFormatter.ISO_INSTANT.format(matrix.asOf().truncatedTo(ChronoUnit.SECONDS));
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%1$s: %2$s</title>
    <style>
    %3$s</style>
    </head>
    <body>
    <h1>Mesh of %1$s</h1>
    <p>As of <time datetime="%4$s">%4$s</time></p>
    <ul>
    %5$s</ul>
    <div class="scroll" tabindex="0" role="region" aria-label="Matrix">
    <table class="matrix">
    <caption>A row is where the login comes from, a column where it goes to.</caption>
    %6$s</table>
    </div>
    %7$s</body>
    </html>
    """
        .formatted(
            escaped(fleet),
            escaped(Summary.lines(matrix).getFirst()),
            style(),
            asOf,
            Summary.lines(matrix).stream()
                .map(line -> "<li>" + escaped(line) + "</li>\n")
                .collect(Collectors.joining()),
            grid(matrix),
            reasons(matrix));
  }

  private static String grid(Matrix matrix) {
    Map<Route, Tested> tested = new HashMap<>();
    matrix.pairs().forEach(pair -> tested.put(pair.route(), pair));
    StringBuilder grid = new StringBuilder("<thead>\n<tr><th scope=\"col\">From\\To</th>");
    matrix
        .machines()
        .forEach(name -> grid.append("<th scope=\"col\">").append(escaped(name)).append("</th>"));
    grid.append("</tr>\n</thead>\n<tbody>\n");
    for (String from : matrix.machines()) {
      grid.append("<tr><th scope=\"row\">").append(escaped(from)).append("</th>");
      for (String to : matrix.machines()) {
        grid.append(cell(from, to, tested));
      }
      grid.append("</tr>\n");
    }
    return grid.append("</tbody>\n").toString();
  }

  private static String cell(String from, String to, Map<Route, Tested> tested) {
    String word = MatrixTable.cell(from, to, tested);
    Tested pair = tested.get(Route.of(from, to));
    if (from.equals(to) || pair == null) {
      return "<td class=\"none\">" + word + "</td>";
    }
    return pair.ok()
        ? "<td class=\"ok\">" + word + "</td>"
        : "<td class=\"%s\"><a href=\"#%s\">%s</a></td>"
            .formatted(kind(pair), escaped(id(pair.route())), word);
  }

  /** What passes by itself, or is not known, is not shown as what is broken. */
  private static String kind(Tested tested) {
    Reach outcome = tested.finding().outcome();
    return outcome == Reach.THROTTLED || outcome == Reach.UNREACHABLE ? "unsure" : "bad";
  }

  private static String reasons(Matrix matrix) {
    return reasons("pairs", matrix.pairs())
        + matrix.hops().map(hops -> reasons("hops", hops)).orElse("");
  }

  private static String reasons(String what, List<Tested> tested) {
    List<Tested> broken = tested.stream().filter(each -> !each.ok()).toList();
    if (broken.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "<h2>%d of %d %s are not ok</h2>\n<ul class=\"reasons\">\n"
            .formatted(broken.size(), tested.size(), what));
    for (Tested each : broken) {
      text.append(
          "<li id=\"%s\"><span class=\"%s\">%s</span> %s%s</li>\n"
              .formatted(
                  escaped(id(each.route())),
                  kind(each),
                  each.finding().outcome().word(),
                  escaped(String.join(" → ", each.route().machines())),
                  escaped(why(each))));
    }
    return text.append("</ul>\n").toString();
  }

  private static String why(Tested tested) {
    String leg =
        tested.route().logins().size() < 2
            ? ""
            : tested.leg().map(number -> number == 1 ? "first leg: " : "second leg: ").orElse("");
    return ": " + leg + tested.finding().why();
  }

  private static String id(Route route) {
    return String.join("_to_", route.machines());
  }

  private static String style() {
    try (InputStream in = MatrixPage.class.getResourceAsStream("matrix.css")) {
      if (in == null) {
        throw new IllegalStateException("not in this build: matrix.css");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
