package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Content;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;
import java.util.List;

/**
 * Lines of a text file between two marker lines of ours, replaced whole; every other byte stays. A
 * symlink is followed.
 */
public final class BlockKind implements StepKind {
  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("path", ParameterType.PATH, "The file; made if absent.")
        .required("name", ParameterType.NAME, "Names the block in its markers.")
        .optional("content", ParameterType.TEXT, "The lines between the markers.")
        .choice(
            "at",
            List.of("top", "bottom"),
            "top wants it at the head (behind a #! line); bottom (the default) wants it anywhere, and"
                + " adds it at the end.")
        .optional("comment", ParameterType.TEXT, "What begins a comment in that file; # if absent.")
        .choice("state", List.of("present", "absent"), "absent removes it; present if not said.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String path = in.text("path");
    boolean absent = in.text("state", "present").equals("absent");
    String at = absent ? "gone" : in.text("at", "bottom");
    String begin = comment(in) + " BEGIN fleet " + in.text("name");
    String end = comment(in) + " END fleet " + in.text("name");
    String content = content(in, absent, List.of(begin, end));
    String count = String.valueOf(content.lines().count());
    String digest = Content.of(String.join("\n", path, at, begin, content)).digest();
    String wanted = absent ? "absent" : "present " + digest.substring(0, 12);
    return Contract.of(
            "block " + in.text("name") + " in " + path,
            BlockLibrary.TEXT,
            Call.of("block_check", digest, path),
            wanted)
        .gather(Call.of("block_seen", digest, path, at, begin, end, wanted, count, content))
        .fix(Call.of("block_fix", path, at, begin, end, count, content))
        .undo(Call.of("block_undo", path, begin, end))
        .show(Call.of("block_show", path, at, begin, end, count, content))
        .touches(path)
        .readPublicly();
  }

  private static String comment(Arguments in) {
    String comment = in.text("comment", "#");
    if (!comment.matches("[!-~]{1,8}")) {
      throw new BadFileException(
          in.at("comment"), "'comment' wants one to eight signs, as in # or //");
    }
    return comment;
  }

  private static String content(Arguments in, boolean absent, List<String> markers) {
    if (absent && (in.has("content") || in.has("at"))) {
      throw new BadFileException(
          in.at(), "where the block shall be absent, it has no content and no place");
    }
    String text = absent ? "" : in.text("content");
    if (text.indexOf('\0') >= 0 || text.indexOf('\r') >= 0) {
      throw new BadFileException(
          in.at("content"), "'content' cannot have NUL or carriage return characters");
    }
    if (text.lines().anyMatch(markers::contains)) {
      throw new BadFileException(
          in.at("content"), "'content' cannot have the markers of its own block");
    }
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
