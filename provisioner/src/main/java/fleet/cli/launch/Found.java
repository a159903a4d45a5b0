package fleet.cli.launch;

import fleet.cli.UsageException;
import fleet.launch.Session;
import fleet.launch.Sessions;
import fleet.registry.Machine;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The one session that a word means: its id, the end of it, its task or its branch. */
record Found(Machine machine, Session session) {
  static Found of(String word, List<Sessions.Told> told) {
    List<Found> all =
        told.stream()
            .flatMap(each -> each.sessions().stream().map(one -> new Found(each.machine(), one)))
            .filter(found -> found.isMeantBy(word))
            .toList();
    List<Found> live = all.stream().filter(found -> found.session().isLive()).toList();
    List<Found> meant = all.size() > 1 && live.size() == 1 ? live : all;
    if (live.isEmpty() && meant.stream().noneMatch(found -> found.session().id().endsWith(word))) {
      // Of a task's sessions that are over the last one is meant.
      meant = meant.stream().max(Comparator.comparing(f -> f.session().id())).stream().toList();
    }
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    List<String> lost =
        told.stream()
            .filter(each -> each.lost().isPresent())
            .map(each -> each.machine().name())
            .toList();
    String silent =
        lost.isEmpty() ? "" : " (not asked, as they are silent: " + String.join(", ", lost) + ")";
    throw new UsageException(
        meant.isEmpty()
            ? "no session %s is known%s: fleet sessions list".formatted(word, silent)
            : "%s may be %s%s"
                .formatted(
                    word,
                    meant.stream()
                        .map(found -> found.session().id() + " on " + found.machine().name())
                        .collect(Collectors.joining(" or ")),
                    silent));
  }

  private boolean isMeantBy(String word) {
    return session.id().equals(word)
        || (word.length() >= 4 && session.id().endsWith(word))
        || (!session.task().isEmpty() && session.task().equals(word.replaceFirst("^#", "")))
        || session.branch().equals(word);
  }
}
