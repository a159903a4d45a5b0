package fleet.coordinator.route;

import fleet.coordinator.http.HttpAnswer;
import tools.jackson.databind.node.ObjectNode;

/** What is answered to a change, and to its repetition. */
public record Reply(int status, String body) {
  static Reply of(int status, ObjectNode body) {
    return new Reply(status, body.toString());
  }

  /** A refusal whose transaction is kept: what it has noted in the audit, or used up, stays. */
  static Reply refused(Call call, Problem problem) {
    return of(problem.status(), problem.json(call.correlation()));
  }

  HttpAnswer answer() {
    return HttpAnswer.of(status, status < 400 ? Json.MEDIA : Problem.MEDIA, body);
  }
}
