package fleet.coordinator.route;

import fleet.coordinator.http.HttpAnswer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What went wrong (RFC 9457).
 *
 * @param type names it for programs, as in {@code rate-limited}
 * @param detail one line for people, with what mends it
 */
public record Problem(int status, String type, String detail) {
  static final String MEDIA = "application/problem+json";

  static Problem of(int status, String detail) {
    return new Problem(
        status,
        switch (status) {
          case 401 -> "no-key";
          case 403 -> "not-allowed";
          case 404 -> "not-found";
          case 405 -> "method-not-allowed";
          case 408 -> "too-slow";
          case 409 -> "conflict";
          case 413, 414, 431 -> "too-long";
          case 422 -> "not-valid";
          case 429 -> "rate-limited";
          case 500 -> "fault";
          case 503, 507 -> "store";
          default -> "bad-request";
        },
        detail);
  }

  ObjectNode json(String correlation) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "urn:fleet:problem:" + type)
        .put("title", type.replace('-', ' '))
        .put("status", status)
        .put("detail", detail)
        .put("correlation", correlation);
  }

  HttpAnswer answer(String correlation) {
    return HttpAnswer.of(status, MEDIA, json(correlation).toString());
  }

  ProblemException exception() {
    return new ProblemException(this);
  }
}
