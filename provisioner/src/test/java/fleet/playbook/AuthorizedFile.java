package fleet.playbook;

import static fleet.playbook.KeyFile.pick;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes up authorized_keys files. */
final class AuthorizedFile {
  private AuthorizedFile() {}

  static KeyFile of(List<String> bodies, RandomGenerator random) {
    Map<String, String> wanted = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>();
    for (String body : KeyFile.some(bodies.subList(0, 4), random)) {
      String line = "ssh-ed25519 " + body + " fleet:m" + wanted.size() + " it's \"$(touch ran)\" ☃";
      wanted.put(body, line);
      keys.addAll(random.nextInt(4) == 0 ? List.of(line, line + " again") : List.of(line));
    }
    Set<String> revoked =
        KeyFile.some(List.of(bodies.get(4), bodies.get(5), "fleet:r1", "fleet:r2"), random);
    List<KeyFile.Line> lines = new ArrayList<>();
    for (int left = random.nextInt(12); left > 0; left--) {
      lines.add(
          random.nextInt(3) == 0
              ? KeyFile.noise(bodies, random)
              : entry(pick(bodies, random), revoked, bodies.get(4), random));
    }
    String step = "keys: %s, revoked: %s".formatted(KeyFile.list(keys), KeyFile.list(revoked));
    return new KeyFile("authorized-keys", step, wanted, lines, List.of());
  }

  private static KeyFile.Line entry(
      String body, Set<String> revoked, String other, RandomGenerator random) {
    String options =
        pick(
            List.of(
                "",
                " \t",
                "no-pty ",
                "command=\"echo \\\"a b\\\"\",no-pty ",
                "environment=\"A=# b\"\t",
                "command=\"a\\\\\" b\"  ",
                "from=\"*.x,!y\",command=\"ssh-ed25519 " + other + " fleet:r1\" "),
            random);
    String comment =
        pick(
            List.of(
                "", "me@x", "fleet:r1", "fleet:r2", "fleet:r1 x", "x fleet:r1", "fleet:r10", other),
            random);
    String text =
        options
            + "ssh-ed25519"
            + pick(List.of(" ", "\t", "  "), random)
            + body
            + (comment.isEmpty() ? "" : " " + comment)
            + pick(List.of("", "", " \t"), random);
    boolean named = comment.startsWith("fleet:") && revoked.contains(comment);
    boolean goes = named || revoked.contains(body);
    return new KeyFile.Line(text.getBytes(UTF_8), goes, goes ? "" : body);
  }
}
