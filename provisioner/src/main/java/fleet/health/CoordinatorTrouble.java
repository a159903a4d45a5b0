package fleet.health;

import fleet.wire.CoordinatorException;
import fleet.yaml.Shown;

/** Why a coordinator cannot tell, and the command that mends it: one line. */
final class CoordinatorTrouble {
  private static final int LONGEST = 300;

  private CoordinatorTrouble() {}

  static String line(String coordinator, CoordinatorException e) {
    String said = Shown.oneLine(String.valueOf(e.getMessage()));
    String why = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    String named =
        why.contains(coordinator) ? why : "the coordinator %s: %s".formatted(coordinator, why);
    return named + mend(e.status(), why);
  }

  private static String mend(int status, String why) {
    if (why.contains(": fleet ")) {
      return "";
    }
    if (why.contains("not the pinned")) {
      return "; if it was renewed: fleet coordinator login --pin PIN; the machines themselves: fleet health --live";
    }
    if (why.contains("PKIX")) {
      return "; its certificate is its own: fleet coordinator login --pin PIN, as it prints it when it starts";
    }
    return switch (status) {
      case 401, 403 -> "; another key: fleet coordinator login";
      default -> "; the machines themselves: fleet health --live";
    };
  }
}
