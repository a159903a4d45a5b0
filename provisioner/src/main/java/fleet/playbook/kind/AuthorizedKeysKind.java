package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import fleet.yaml.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Public keys that may log in, among others, and those that may no more. A key is known by its
 * bytes, whatever options and comment its line has; every other byte of the file stays.
 */
public final class AuthorizedKeysKind implements StepKind {
  @Override
  public Parameters parameters() {
    return Parameters.none()
        .optional("keys", ParameterType.TEXTS, "Lines that are added where their key is missing.")
        .optional(
            "revoked",
            ParameterType.TEXTS,
            "Keys in base64, or comments as fleet:NAME: their lines are removed.")
        .optional("path", ParameterType.PATH, "The file; ~/.ssh/authorized_keys if absent.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    if (!in.has("keys") && !in.has("revoked")) {
      throw new BadFileException(in.at(), "an authorized-keys step needs 'keys' or 'revoked'");
    }
    Set<String> known = new HashSet<>();
    List<String> lines = new ArrayList<>();
    for (Arguments.Item item : in.items("keys")) {
      known.addAll(identities(item));
      lines.add(item.text());
    }
    List<String> gone = new ArrayList<>();
    for (Arguments.Item item : in.items("revoked")) {
      gone.add(revoked(item, known));
    }
    return new KeyEntries("keys", "all there", lines, gone)
        .contract("authorized-keys", in.text("path", facts.home() + "/.ssh/authorized_keys"));
  }

  /** The body and the comment of a line, by which it may be revoked. */
  private static List<String> identities(Arguments.Item item) {
    String[] words = SshKey.line(item.at(), "keys", item.text()).split(" ", 3);
    String comment = words.length > 2 ? words[2] : "-";
    if (words.length < 2 || comment.isEmpty() || !comment.equals(comment.strip())) {
      throw new BadFileException(
          item.at(),
          "each of 'keys' is a type, a key in base64 and a comment, with one blank between");
    }
    return List.of(SshKey.of(item.at(), words[0], words[1]).body(), comment);
  }

  private static String revoked(Arguments.Item item, Set<String> known) {
    String what = SshKey.line(item.at(), "revoked", item.text());
    if (!what.matches("fleet:\\S+")) {
      SshKey.innerType(item.at(), what);
    }
    if (known.contains(what)) {
      throw new BadFileException(
          item.at(), Shown.quoted(what) + " cannot be both in 'keys' and 'revoked'");
    }
    return what;
  }
}
