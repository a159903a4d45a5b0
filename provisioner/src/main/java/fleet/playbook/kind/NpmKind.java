package fleet.playbook.kind;

import fleet.playbook.Arguments;
import fleet.playbook.Call;
import fleet.playbook.Contract;
import fleet.playbook.Facts;
import fleet.playbook.Fix;
import fleet.playbook.ParameterType;
import fleet.playbook.Parameters;
import fleet.playbook.StepKind;
import fleet.yaml.BadFileException;

/** A command of an npm package, installed globally below a folder of the user's own. */
public final class NpmKind implements StepKind {
  private static final String LIBRARY =
      Versions.LIBRARY
          + """
          # npm_version FOLDER: sets $npm_version to what its package.json says; no node is started.
          npm_version() {
            npm_version=
            [ -r "$1/package.json" ] || return 1
            while IFS= read -r npm_line || [ -n "$npm_line" ]; do
              case $npm_line in
                *'"version"'*)
                  npm_line=${npm_line#*'"version"'}
                  npm_line=${npm_line#*\\"}
                  npm_version=${npm_line%%\\"*}
                  case $npm_version in [0-9]*) return 0 ;; esac
                  ;;
              esac
            done <"$1/package.json"
            return 1
          }

          # npm_engine: asks node for its version, once for all steps that care.
          npm_engine() {
            npm_engine=
            ! command -v node >/dev/null 2>&1 || npm_engine=$(node --version 2>/dev/null </dev/null)
            npm_engine=${npm_engine#v}
          }

          # npm_shadow PREFIX COMMAND: sets $npm_shadow to a command of that name in front of ours
          # on PATH; fails where there is none, or PATH has not ours at all.
          npm_shadow() {
            npm_rest=$PATH:
            npm_shadow=
            while [ -n "$npm_rest" ]; do
              npm_dir=${npm_rest%%:*}
              npm_rest=${npm_rest#*:}
              if [ "$npm_dir" = "$1/bin" ]; then
                [ -n "$npm_shadow" ]
                return
              fi
              [ -n "$npm_shadow" ] || [ ! -f "$npm_dir/$2" ] || [ ! -x "$npm_dir/$2" ] || npm_shadow=$npm_dir/$2
            done
            return 1
          }

          # npm_shadowed VERSION RANGE: whether the one in front is older than ours, or cannot tell.
          npm_shadowed() {
            resolve "$npm_shadow"
            npm_dir=${resolved%/*}
            npm_other=
            while [ -n "$npm_dir" ] && [ -z "$npm_other" ]; do
              ! npm_version "$npm_dir" || npm_other=$npm_version
              case $npm_dir in */node_modules/*) npm_dir=${npm_dir%/*} ;; *) break ;; esac
            done
            if [ -z "$npm_other" ]; then
              npm_other=$("$npm_shadow" --version 2>/dev/null </dev/null)
              npm_other=${npm_other%%"$nl"*}
              npm_other=${npm_other#"${npm_other%%[0-9]*}"}
              npm_other=${npm_other%%[!0-9.]*}
            fi
            [ -z "$npm_other" ] || ! version_fits "$npm_other" ">=${1%%[!0-9.]*}" || ! version_fits "$npm_other" "$2"
          }

          # npm_check PREFIX NAME COMMAND RANGE NODE
          npm_check() {
            if ! npm_version "$1/lib/node_modules/$2"; then
              if command -v npm >/dev/null 2>&1; then say absent; else say 'npm is missing'; fi
              return
            fi
            npm_ours=$npm_version
            if ! version_fits "$npm_ours" "$4"; then
              say "version $npm_ours"
            elif [ -n "$3" ] && [ ! -x "$1/bin/$3" ]; then
              say "installed without its command $3"
            elif [ -n "$5" ] && [ -z "$npm_engine" ]; then
              say 'node is missing'
            elif [ -n "$5" ] && ! version_fits "$npm_engine" "$5"; then
              say "node $npm_engine is too old (needs $5)"
            elif [ -n "$3" ] && npm_shadow "$1" "$3" && npm_shadowed "$npm_ours" "$4"; then
              say "shadowed by $npm_shadow${npm_other:+ $npm_other}"
            else
              say installed
            fi
          }
          """
          + NpmRepair.LIBRARY;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("name", ParameterType.TEXT, "The package, as in wrangler or @openai/codex.")
        .optional("command", ParameterType.NAME, "The command that it brings.")
        .optional("version", ParameterType.TEXT, "A version, as in 2, 2.1.3 or >=2.")
        .optional("prefix", ParameterType.PATH, "Where to; ~/.npm-global if absent.")
        .optional("node", ParameterType.TEXT, "The node that it needs, as in >=22.12.")
        .shorthand("name");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String name = in.text("name");
    if (!name.matches("(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*")) {
      throw new BadFileException(in.at("name"), "'" + name + "' is no package of npm");
    }
    String command = in.text("command", "");
    if (command.contains("/")) {
      throw new BadFileException(in.at("command"), "'command' is a name, not a path");
    }
    String range = Versions.range(in, "version");
    String node = Versions.range(in, "node");
    String prefix = in.text("prefix", facts.home() + "/.npm-global");
    Contract contract =
        Contract.of(
                "npm " + name,
                LIBRARY,
                Call.of("npm_check", prefix, name, command, range, node),
                "installed")
            .fix(new Fix(Call.of("npm_fix", prefix, name, command, range, node), true, true))
            .undo(Call.of("npm_undo", prefix, name));
    return node.isEmpty() ? contract : contract.gather(Call.of("npm_engine"));
  }
}
