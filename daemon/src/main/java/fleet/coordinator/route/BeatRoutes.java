package fleet.coordinator.route;

import fleet.coordinator.Services;
import fleet.coordinator.Upkeep;
import fleet.coordinator.http.HttpAnswer;
import fleet.coordinator.store.Store;
import fleet.coordinator.store.StoreException;
import fleet.report.Ack;
import fleet.report.BadWireException;
import fleet.report.Beat;
import fleet.report.HealthReport;
import fleet.report.Wire;
import fleet.verdict.Heard;
import fleet.verdict.Intervals;
import fleet.verdict.Listening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.JsonNode;

/** Signs of life. */
final class BeatRoutes {
  private static final int MOST_BEATS = 500;

  private final Services services;

  private BeatRoutes(Services services) {
    this.services = services;
  }

  static List<Route> all(Services services) {
    var here = new BeatRoutes(services);
    Route.Action.Beats beats = here::beats;
    return List.of(new Route("POST", "/v1/beats", Access.MACHINE, Route.BODY, beats));
  }

  private HttpAnswer beats(Call call) {
    String machine = call.actor().machine().orElseThrow();
    List<Beat> beats = read(call.json());
    Upkeep upkeep = services.upkeep();
    Listening listening = upkeep.listening();
    Duration next = Intervals.next(upkeep.machines(), listening.up(call.now()), services.random());
    Heard heard = Heard.of(listening, call.now(), next);
    try {
      Store.Taken taken = services.store().beats(machine, beats, heard).join();
      services.metrics().beats(beats.size());
      return Json.ok(Wire.of(new Ack(taken.number(), next, call.now(), taken.wantsReport())));
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreException store ? store : e;
    }
  }

  private static List<Beat> read(JsonNode json) {
    JsonNode all = json.path("beats");
    if (!all.isArray() || all.isEmpty() || all.size() > MOST_BEATS) {
      throw Json.invalid("beats", "a list of 1 to " + MOST_BEATS + " beats");
    }
    List<Beat> beats = new ArrayList<>();
    for (JsonNode one : all) {
      if (one.has("report") && one.get("report").toString().length() > HealthReport.MOST_BYTES) {
        throw Problem.of(413, "a report may have " + HealthReport.MOST_BYTES / 1024 + " KB")
            .exception();
      }
      try {
        beats.add(Wire.beat(one));
      } catch (BadWireException e) {
        throw Json.invalid(e);
      }
    }
    return beats;
  }
}
