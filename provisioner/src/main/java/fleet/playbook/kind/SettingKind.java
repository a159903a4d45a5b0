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
import tools.jackson.databind.json.JsonMapper;

/**
 * One value in a file of settings, JSON or TOML; every other byte stays. What cannot be read as
 * such a file is left alone.
 */
public final class SettingKind implements StepKind {
  private static final String LIBRARY =
      """
      # setting_awk: what standard input asks of a file of settings. Each question is eight lines: format,
      # mode, key, file, path of the setting, its literal, whether the last line is open, what ends a line
      # before its newline. look prints "key<tab>state" of the file; put and gone read the text from
      # behind the question, and print it with the setting, or without it.
      setting_awk() {
        LC_ALL=C awk '
      """
          + SettingJson.TEXT
          + SettingToml.TEXT
          + """
      {
        format = $0
        getline mode; getline id; getline file; getline path; getline literal; getline open; getline cr
        parts = split(path, part, ".")
        wrong = hint = state = t = ""
        found = some = 0
        if (mode == "look") { while ((getline text < file) > 0) t = t (some++ ? "\\n" : "") text; close(file) }
        else while ((getline text) > 0) t = t (some++ ? "\\n" : "") text
        eol = cr "\\n"
        if (format == "json") json()
        else toml()
        if (mode == "look") { gsub(/\\t/, " ", state); print id "\\t" state }
        else {
          if (state ~ /^!unknown/) { print substr(state, 10) | "cat 1>&2"; exit 1 }
          printf "%s%s", t, (open == "yes" ? "" : "\\n")
        }
      }
      '
      }

      # setting_seen [KEY FORMAT FILE PATH LITERAL]...: the state of each behind its key in $setting_table.
      setting_seen() {
        setting_table=$nl$(
          while [ $# -gt 4 ]; do
            [ ! -f "$3" ] || [ ! -r "$3" ] || printf '%s\\n' "$2" look "$1" "$3" "$4" "$5" no ''
            shift 5
          done | setting_awk
        )$nl
      }

      # setting_check KEY FILE
      setting_check() {
        say_seen "$setting_table" "$1" "$2"
      }

      # setting_new FORMAT MODE PATH LITERAL ENDING OPEN: the text at standard input as it shall be.
      setting_new() {
        {
          printf '%s\\n' "$1" "$2" . . "$3" "$4" "$6" "$5"
          cat
        } | setting_awk
      }

      # setting_fix FORMAT FILE PATH LITERAL
      setting_fix() {
        endings "$2"
        edit "$2" setting_new "$1" put "$3" "$4" "$ending" "$open"
      }
      setting_show() {
        setting_from=$2
        [ -f "$2" ] || setting_from=/dev/null
        endings "$2"
        setting_new "$1" put "$3" "$4" "$ending" "$open" <"$setting_from" 2>/dev/null |
          diff -u -- "$setting_from" -
      }

      # setting_undo FORMAT FILE PATH LITERAL: the very file if it is still ours, else the setting alone.
      setting_undo() {
        resolve "$2"
        ! restore "$resolved" >/dev/null || return 0
        [ -f "$resolved" ] || return 0
        setting_seen undo "$1" "$2" "$3" "$4"
        lookup "$setting_table" undo
        [ "$found" = "$4" ] || { say "left: $3 in $2 was changed since"; return 1; }
        endings "$2"
        case $prior in
          absent) edit "$2" setting_new "$1" gone "$3" "$4" "$ending" "$open" ;;
          '(several'*) say "left: $3 in $2 held several values"; return 1 ;;
          *) edit "$2" setting_new "$1" put "$3" "$prior" "$ending" "$open" ;;
        esac
      }
      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("file", ParameterType.PATH, "The file; made if absent.")
        .required("key", ParameterType.TEXT, "The setting, as in ui.theme.")
        .required("value", ParameterType.TEXT, "true, false, a number or a text.")
        .choice("format", List.of("json", "toml"), "If the file's name does not tell.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String file = in.text("file");
    String format = in.text("format", file.endsWith(".toml") ? "toml" : "json");
    String key = in.text("key");
    if (!key.matches("[A-Za-z0-9_-]{1,60}(\\.[A-Za-z0-9_-]{1,60}){0,5}")) {
      throw new BadFileException(in.at("key"), "'key' wants plain words with dots between");
    }
    String literal = literal(in.text("value"));
    String id = Content.of(String.join("\n", format, file, key, literal)).digest();
    return Contract.of(
            "setting " + key + " in " + file, LIBRARY, Call.of("setting_check", id, file), literal)
        .gather(Call.of("setting_seen", id, format, file, key, literal))
        .fix(Call.of("setting_fix", format, file, key, literal))
        .undo(Call.of("setting_undo", format, file, key, literal))
        .show(Call.of("setting_show", format, file, key, literal))
        .touches(file)
        .readPublicly();
  }

  /** A text is written in TOML as in JSON. */
  private static String literal(String value) {
    return value.matches("true|false|-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?")
        ? value
        : JsonMapper.shared().writeValueAsString(value);
  }
}
