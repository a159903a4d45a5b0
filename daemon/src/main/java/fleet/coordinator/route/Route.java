package fleet.coordinator.route;

import fleet.coordinator.http.HttpAnswer;
import fleet.coordinator.store.Tables;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that can be asked.
 *
 * @param template as in {@code /v1/machines/{machine}}
 * @param mostBody the longest body that is taken, in bytes
 */
public record Route(String method, String template, Access access, int mostBody, Action action) {
  static final int BODY = 64 * 1024;

  /** What is behind a route. */
  sealed interface Action {
    /** Looks, and changes nothing. */
    @FunctionalInterface
    non-sealed interface Look extends Action {
      HttpAnswer answer(Call call) throws IOException;
    }

    /** Changes something in one transaction; asked again with the same key it answers the same. */
    @FunctionalInterface
    non-sealed interface Change extends Action {
      Reply reply(Call call, Tables tables);
    }

    /** Beats, which have a way of their own into the store. */
    @FunctionalInterface
    non-sealed interface Beats extends Action {
      HttpAnswer answer(Call call);
    }
  }

  static Route look(String template, Access access, Action.Look action) {
    return new Route("GET", template, access, 0, action);
  }

  static Route change(String method, String template, Access access, Action.Change action) {
    return new Route(method, template, access, BODY, action);
  }

  Route taking(int bytes) {
    return new Route(method, template, access, bytes, action);
  }

  /** What the path says in the template's places; none where it is another path. */
  Optional<Map<String, String>> match(String path) {
    if (template.indexOf('{') < 0) {
      return template.equals(path) ? Optional.of(Map.of()) : Optional.empty();
    }
    String[] wanted = template.split("/", -1);
    String[] asked = path.split("/", -1);
    if (wanted.length != asked.length) {
      return Optional.empty();
    }
    var places = new HashMap<String, String>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !asked[i].isEmpty()) {
        places.put(wanted[i].substring(1, wanted[i].length() - 1), asked[i]);
      } else if (!wanted[i].equals(asked[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(Map.copyOf(places));
  }
}
