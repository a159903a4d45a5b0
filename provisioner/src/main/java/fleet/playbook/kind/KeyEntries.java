package fleet.playbook.kind;

import fleet.playbook.Call;
import fleet.playbook.Content;
import fleet.playbook.Contract;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Entries in a file of ssh's that has a key on each line: some shall be there, some shall be gone.
 *
 * @param format {@code keys} for authorized_keys, {@code hosts} for known_hosts
 * @param right the state where nothing is to be done
 */
record KeyEntries(String format, String right, List<String> lines, List<String> gone) {
  Contract contract(String kind, String path) {
    String text =
        Stream.concat(lines.stream().map("+"::concat), gone.stream().map("-"::concat))
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    String key = Content.of(String.join("\n", path, format, text)).digest();
    return Contract.of(
            kind + " " + path, KeyEntriesLibrary.TEXT, Call.of("entries_check", key, path), right)
        .gather(Call.of("entries_seen", key, path, format, right, text))
        .fix(Call.of("entries_fix", path, format, text))
        .undo(Call.of("entries_undo", path))
        .show(Call.of("entries_show", path, format, text))
        .touches(path)
        .readPublicly();
  }
}
