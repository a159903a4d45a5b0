package fleet.playbook.kind;

/**
 * How npm installs and removes. npm does not touch what is in front of it on PATH, so that a
 * shadowed command is for a person to settle.
 */
final class NpmRepair {
  static final String LIBRARY =
      """
      # npm_fix PREFIX NAME COMMAND RANGE NODE, for each of several steps: one npm for all of the
      # first one's prefix, each other by itself.
      npm_fix() {
        command -v npm >/dev/null 2>&1 || { say 'npm is missing: a package step in front brings it'; return 1; }
        npm_engine
        npm_prefix=$1 npm_result=0 npm_count=$(($# / 5))
        while [ "$npm_count" -gt 0 ]; do
          npm_count=$((npm_count - 1))
          if [ -n "$5" ] && ! version_fits "${npm_engine:-0}" "$5"; then
            npm_said="!blocked node ${npm_engine:-(none)} is too old for $2: needs $5"
            say "$npm_said"
            npm_result=1
          elif [ "$1" != "$npm_prefix" ]; then
            (npm_fix "$1" "$2" "$3" "$4" "$5") || npm_result=1
          elif npm_version "$1/lib/node_modules/$2" && version_fits "$npm_version" "$4" &&
            { [ -z "$3" ] || [ -x "$1/bin/$3" ]; }; then
            ! npm_shadow "$1" "$3" || { say "!blocked $npm_shadow is in front of it on PATH: remove that one"; npm_result=1; }
          else
            set -- "$@" "$2${4:+@$4}"
          fi
          shift 5
        done
        [ $# -eq 0 ] || npm_install "$@" || npm_result=1
        return $npm_result
      }

      # npm_install SPEC...: below $npm_prefix. What a killed npm left aside makes the next one fail
      # with ENOTEMPTY.
      npm_install() {
        make_dirs "$npm_prefix" || return 1
        if [ ! -w "$npm_prefix" ] || { [ -d "$npm_prefix/lib/node_modules" ] && [ ! -w "$npm_prefix/lib/node_modules" ]; }; then
          say "!blocked $npm_prefix belongs to somebody else (sudo chown -R $(id -un) $npm_prefix)"
          return 1
        fi
        npm_log=$(mktemp) || return 1
        if npm_run "$@"; then
          rm -f -- "$npm_log"
          return 0
        fi
        if grep -q ENOTEMPTY "$npm_log"; then
          for npm_each; do
            npm_each=${npm_each%@[0-9>]*}
            npm_base=${npm_each##*/}
            npm_dir=$npm_prefix/lib/node_modules
            [ "$npm_base" = "$npm_each" ] || npm_dir=$npm_dir/${npm_each%/*}
            rm -rf -- "$npm_dir/.$npm_base"-????????
          done
          if npm_run "$@"; then
            rm -f -- "$npm_log"
            return 0
          fi
        fi
        npm_reason
        rm -f -- "$npm_log"
        return 1
      }

      npm_run() {
        : >"$npm_log"
        npm install --global --prefix "$npm_prefix" --no-fund --no-audit --no-progress --no-update-notifier --loglevel=error -- \\
          "$@" >"$npm_log" 2>&1 </dev/null
        npm_status=$?
        cat -- "$npm_log"
        return $npm_status
      }

      # npm_reason: the one line that counts, last.
      npm_reason() {
        npm_why=$(sed -n -e 's/^npm ERR! //' -e 's/^npm error //' -e "s/^404  *'\\([^']*\\)@[^']*' is not in .*/no package '\\1' in npm's registry/p" \\
          -e 's/^notarget \\(No matching version found for .*\\)\\. *$/\\1/p' -e "s/^404 Not Found.*/no such package in npm's registry/p" "$npm_log" | tail -n 1)
        npm_code=$(sed -n -e 's/^npm ERR! code //p' -e 's/^npm error code //p' "$npm_log" | head -n 1)
        case $npm_code in
          E404 | ETARGET) ;;
          ENOTFOUND | EAI_AGAIN | ECONNREFUSED | ECONNRESET | ETIMEDOUT | ENETUNREACH) npm_why="!blocked npm's registry cannot be reached ($npm_code)" ;;
          EBADENGINE) npm_why="!blocked node ${npm_engine:-} is too old for it" ;;
          EACCES) npm_why="!blocked files of another user are in the way (sudo chown -R $(id -un) ~/.npm $npm_prefix)" ;;
          EEXIST) npm_why="a command of that name is in $npm_prefix/bin, and not npm's: remove it" ;;
          ENOSPC) npm_why='the disk is full' ;;
          *)
            npm_why=$(sed -n -e 's/^npm ERR! //' -e 's/^npm error //' -e '/^command /d; /^code /d; /^path /d; /^errno /d; /^A complete log/d; /[A-Za-z0-9]/p' "$npm_log" | tail -n 1)
            if grep -q -e '^npm ERR! command ' -e '^npm error command ' -- "$npm_log"; then
              npm_why="!blocked its own install script failed: $npm_why"
            fi
            ;;
        esac
        say "${npm_why:-npm failed}"
      }

      # npm_undo PREFIX NAME: what was there before stays.
      npm_undo() {
        case $prior in
          absent | 'npm is missing') ;;
          version*)
            say "left: npm $2 stays at its newer version (was $prior)"
            return 1
            ;;
          *) return 0 ;;
        esac
        [ -d "$1/lib/node_modules/$2" ] || return 0
        if [ "${fleet_packages-}" != yes ]; then
          say "left: npm $2 stays (fleet uninstall --packages removes it)"
          return 1
        fi
        npm uninstall --global --prefix "$1" --loglevel=error -- "$2" </dev/null
      }
      """;

  private NpmRepair() {}
}
