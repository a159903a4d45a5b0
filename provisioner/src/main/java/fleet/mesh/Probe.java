package fleet.mesh;

import fleet.shell.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command that tests a route: the system's ssh, as a person there would call it, but it asks
 * nobody anything, writes nothing down, shares no connection and gives up early. Each machine that
 * is reached says a word and its place on the route.
 *
 * @param word what they say; nobody can guess it
 * @param telling whether ssh says what it does, for when it would not say why it fails
 */
record Probe(String word, boolean telling) {
  private static final List<String> SSH =
      List.of(
          "ssh",
          "-n",
          "-T",
          "-a",
          "-x",
          "-o",
          "BatchMode=yes",
          "-o",
          "ConnectTimeout=10",
          "-o",
          "ConnectionAttempts=1",
          "-o",
          "ServerAliveInterval=3",
          "-o",
          "ServerAliveCountMax=3",
          "-o",
          "ControlMaster=no",
          "-o",
          "ControlPath=none",
          "-o",
          "ClearAllForwardings=yes",
          "-o",
          "IdentityAgent=none",
          "-o",
          "PreferredAuthentications=publickey",
          "-o",
          "StrictHostKeyChecking=yes",
          "-o",
          "UpdateHostKeys=no",
          "-o",
          "PermitLocalCommand=no",
          "-o",
          "RemoteCommand=none");

  /** Sh for the source of the route. */
  String script(Route route) {
    List<String> logins = route.logins();
    String script = "";
    for (int place = logins.size(); place > 0; place--) {
      String onward = script.isEmpty() ? "" : "; env LC_ALL=C " + script;
      // What a login prints before may lack its line end.
      script = login(logins.get(place - 1), "echo; echo " + said(place) + onward);
    }
    return script;
  }

  private String login(String machine, String command) {
    List<String> words = new ArrayList<>(SSH);
    words.addAll(List.of("-o", telling ? "LogLevel=DEBUG1" : "LogLevel=INFO", "--", machine));
    words.add(command);
    return words.stream().map(Quote::sh).collect(Collectors.joining(" "));
  }

  /** How many machines of the route were reached, going by what the source printed. */
  int reached(String out, Route route) {
    int place = 0;
    List<String> lines = out.lines().map(String::strip).toList();
    while (place < route.logins().size() && lines.contains(said(place + 1))) {
      place++;
    }
    return place;
  }

  boolean arrives(String out, Route route) {
    return reached(out, route) == route.logins().size();
  }

  private String said(int place) {
    return word + "." + place;
  }
}
