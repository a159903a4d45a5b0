package fleet.coordinator;

import tools.jackson.databind.JsonNode;

/**
 * What the board shows of a machine's last report.
 *
 * @param agent the version of what took it
 * @param disk the rows of that probe, as JSON
 * @param tailscale the rows of that probe, as JSON
 */
public record Extract(String agent, String disk, String tailscale) {
  /** Of a report as it is on the wire. */
  public static Extract of(JsonNode report) {
    return new Extract(
        report.path("agent").asString(""), rows(report, "disk"), rows(report, "tailscale"));
  }

  private static String rows(JsonNode report, String probe) {
    JsonNode rows = report.path("readings").path(probe).path("rows");
    return rows.isArray() ? rows.toString() : "[]";
  }
}
