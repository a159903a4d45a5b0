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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Host keys in a known_hosts file: the lines of each name that is given are exactly those that are
 * given; lines of other names stay, byte for byte.
 */
public final class KnownHostsKind implements StepKind {
  private static final String AUTHORITY = "@cert-authority";
  private static final String NAME = "[^\\s#@]\\S*";

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "The file; made if absent.")
        .optional(
            "hosts",
            ParameterType.TEXTS,
            "All lines of the names that they begin with, as NAME ssh-ed25519 BASE64.")
        .optional("gone", ParameterType.TEXTS, "Names of which no line shall be there.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    if (!in.has("hosts") && !in.has("gone")) {
      throw new BadFileException(in.at(), "a known-hosts step needs 'hosts' or 'gone'");
    }
    Set<String> names = new HashSet<>();
    List<String> lines = new ArrayList<>();
    for (Arguments.Item item : in.items("hosts")) {
      names.add(name(item));
      lines.add(item.text());
    }
    List<String> gone = new ArrayList<>();
    for (Arguments.Item item : in.items("gone")) {
      gone.add(gone(item, names));
    }
    return new KeyEntries("hosts", "right", lines, gone).contract("known-hosts", in.text("path"));
  }

  private static String name(Arguments.Item item) {
    String line = SshKey.line(item.at(), "hosts", item.text());
    List<String> words = Arrays.asList(line.split(" ", -1));
    boolean marked = words.getFirst().equals(AUTHORITY);
    int first = marked ? 1 : 0;
    if (words.size() != first + 3 || !words.get(first).matches(NAME)) {
      throw new BadFileException(
          item.at(),
          "each of 'hosts' is NAME TYPE BASE64 or @cert-authority PATTERN TYPE BASE64, with one"
              + " blank between");
    }
    SshKey.of(item.at(), words.get(first + 1), words.get(first + 2));
    return marked ? AUTHORITY + " " + words.get(1) : words.getFirst();
  }

  private static String gone(Arguments.Item item, Set<String> names) {
    String name = SshKey.line(item.at(), "gone", item.text());
    if (!name.matches("(@(cert-authority|revoked) )?" + NAME)) {
      throw new BadFileException(
          item.at(),
          "each of 'gone' is a name as a line begins with it, not " + Shown.quoted(name));
    }
    if (names.contains(name)) {
      throw new BadFileException(
          item.at(), Shown.quoted(name) + " cannot be both in 'hosts' and 'gone'");
    }
    return name;
  }
}
