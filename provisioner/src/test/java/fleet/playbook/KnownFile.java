package fleet.playbook;

import static fleet.playbook.KeyFile.pick;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes up known_hosts files. */
final class KnownFile {
  private static final List<String> OURS =
      List.of("n0", "[n1]:2222", "n2,100.64.0.2", "@cert-authority *.n3", "100");
  private static final List<String> GONE = List.of("n4", "@revoked n0", "n5,n4");
  private static final List<String> THEIRS =
      List.of("n00", "n1", "n2", "*.n3", "1e2", "@revoked n4", "|1|aa=|bb=", "ünï☃");

  private KnownFile() {}

  static KeyFile of(List<String> bodies, RandomGenerator random) {
    Set<String> ours = KeyFile.some(OURS, random);
    Set<String> gone = KeyFile.some(GONE, random);
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String name : ours) {
      KeyFile.some(bodies.subList(0, 2), random).stream()
          .map(body -> name + " ssh-ed25519 " + body)
          .forEach(line -> wanted.put(line, line));
    }
    ours.removeIf(name -> wanted.keySet().stream().noneMatch(line -> line.startsWith(name + " ")));
    List<String> names = new ArrayList<>(OURS);
    names.addAll(GONE);
    names.addAll(THEIRS);
    Set<String> there = new HashSet<>();
    List<KeyFile.Line> lines = new ArrayList<>();
    for (int left = random.nextInt(30); left > 0; left--) {
      if (random.nextInt(4) == 0) {
        lines.add(KeyFile.noise(bodies, random));
        continue;
      }
      String name = pick(names, random);
      String text =
          pick(List.of("", "", "", " "), random)
              + name.replace(" ", pick(List.of(" ", "  "), random))
              + pick(List.of(" ", " ", " ", "\t"), random)
              + "ssh-ed25519 "
              + pick(bodies.subList(0, 3), random)
              + pick(List.of("", "", "", " me"), random);
      boolean right = wanted.containsKey(text) && there.add(text);
      boolean goes = gone.contains(name) || (ours.contains(name) && !right);
      lines.add(new KeyFile.Line(text.getBytes(UTF_8), goes, right ? text : ""));
      if (right && random.nextBoolean()) {
        lines.add(new KeyFile.Line(text.getBytes(UTF_8), true, ""));
      }
    }
    String step =
        "hosts: %s, gone: %s".formatted(KeyFile.list(wanted.values()), KeyFile.list(gone));
    return new KeyFile("known-hosts", step, wanted, lines, List.of());
  }
}
