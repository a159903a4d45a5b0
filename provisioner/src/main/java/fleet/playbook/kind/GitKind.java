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

/**
 * A clone of a git repository; with {@code update} its branch follows origin's, by fast-forward
 * only. Nothing that exists only here is ever lost: it blocks the step instead.
 */
public final class GitKind implements StepKind {
  private static final String LIBRARY =
      """
      # git_same ADDRESS ADDRESS: whether both name one repository, be it by SSH or HTTPS.
      git_same() {
        git_name "$1"
        git_first=$git_named
        git_name "$2"
        [ "$git_first" = "$git_named" ] ||
          [ "$(printf %s "$git_first" | tr '[:upper:]' '[:lower:]')" = "$(printf %s "$git_named" | tr '[:upper:]' '[:lower:]')" ]
      }

      # git_name ADDRESS: sets $git_named to host/path, without user, port and .git.
      git_name() {
        git_named=${1%/}
        git_named=${git_named%.git}
        case $git_named in
          file://*) git_named=${git_named#file://} ;;
          *://*)
            git_named=${git_named#*://}
            git_path=/${git_named#*/}
            git_named=${git_named%%/*}
            git_named=${git_named##*@}
            git_named=${git_named%%:*}$git_path
            ;;
          /*) ;;
          *:*)
            git_path=${git_named#*:}
            git_named=${git_named%%:*}
            git_named=${git_named##*@}/${git_path#/}
            ;;
        esac
      }

      # git_origin CONFIG: sets $git_url to origin's address, and $git_bare.
      git_origin() {
        git_url='' git_in=no git_bare=no
        while read -r git_line || [ -n "$git_line" ]; do
          case $git_in,$git_line in
            *,'[remote "origin"]'*) git_in=yes ;;
            *,'['*) git_in=no ;;
            *,'bare = true') git_bare=yes ;;
            yes,url*=*)
              [ -z "$git_url" ] || continue
              git_url=${git_line#*=}
              git_url=${git_url#"${git_url%%[! ]*}"}
              git_url=${git_url#\\"}
              git_url=${git_url%\\"}
              ;;
          esac
        done <"$1"
      }

      # git_folder INTO: sets $git_dir to where the repository's config is; fails where there is none.
      git_folder() {
        git_dir=$1/.git
        if [ -f "$git_dir" ] && [ -r "$git_dir" ]; then
          IFS= read -r git_line <"$git_dir"
          git_dir=${git_line#gitdir: }
          case $git_dir in /*) ;; *) git_dir=$1/$git_dir ;; esac
          if [ -f "$git_dir/commondir" ]; then
            IFS= read -r git_line <"$git_dir/commondir"
            case $git_line in /*) git_dir=$git_line ;; *) git_dir=$git_dir/$git_line ;; esac
          fi
        fi
        [ -f "$git_dir/config" ]
      }

      git_empty() {
        set -- "$1"/* "$1"/.[!.]* "$1"/..?*
        for git_each; do
          [ ! -e "$git_each" ] && [ ! -h "$git_each" ] || return 1
        done
      }

      # git_quiet ARGUMENT...: git that asks nobody and runs nothing that a repository names.
      git_quiet() {
        (
          unset SUDO_UID GIT_DIR GIT_WORK_TREE
          export LC_ALL=C GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=false SSH_ASKPASS=false SSH_ASKPASS_REQUIRE=never
          export GIT_HTTP_LOW_SPEED_LIMIT=1000 GIT_HTTP_LOW_SPEED_TIME=20
          git_ssh=${GIT_SSH_COMMAND:-$(git config --global core.sshCommand 2>/dev/null)}
          export GIT_SSH_COMMAND="${git_ssh:-ssh} -o BatchMode=yes -o ConnectTimeout=15"
          exec git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c protocol.ext.allow=never "$@"
        ) </dev/null
      }

      git_here() {
        git_quiet -C "$git_into" "$@"
      }

      # git_check REPO INTO BRANCH UPDATE
      git_check() {
        if [ ! -e "$2" ] && [ ! -h "$2" ]; then
          if command -v git >/dev/null 2>&1; then say absent; else say 'git is missing'; fi
        elif [ ! -d "$2" ]; then
          say "!blocked $2 is in the way: it is no folder"
        elif [ ! -r "$2" ] || [ ! -x "$2" ]; then
          if am_root; then say "!unknown it cannot be read"; else say "!blocked $2 belongs to somebody else"; fi
        elif ! git_folder "$2"; then
          if [ -e "$2/.git" ]; then
            say "!blocked $2/.git is broken or cannot be read"
          elif git_empty "$2"; then
            if command -v git >/dev/null 2>&1; then say absent; else say 'git is missing'; fi
          else
            say "!blocked $2 is in the way: it is no git repository"
          fi
        elif git_origin "$git_dir/config"; ! git_same "$git_url" "$1"; then
          case $git_url in *://*@*) git_url=${git_url%%://*}://${git_url#*@} ;; esac
          say "!blocked $2 is a clone of ${git_url:-nothing}"
        elif [ "$4" = no ]; then
          say cloned
        elif ! command -v git >/dev/null 2>&1; then
          say 'git is missing'
        elif [ "$git_bare" = yes ]; then
          say 'called bare by its config'
        else
          git_current "$2" "$3"
        fi
      }

      # git_current INTO BRANCH: compares with origin itself.
      git_current() {
        git_into=$1
        if ! git_head=$(git_here rev-parse -q --verify HEAD 2>&1); then
          case $git_head in
            *'dubious ownership'*) say "!blocked $1 belongs to somebody else" ;;
            *) say "!blocked $1 has no commit yet" ;;
          esac
          return
        fi
        git_branch=$(git_here symbolic-ref -q --short HEAD)
        if [ -z "$git_branch" ]; then
          say "!blocked no branch is checked out in $1"
          return
        elif [ -n "$2" ] && [ "$git_branch" != "$2" ]; then
          say "!blocked branch $git_branch is checked out in $1, not $2"
          return
        fi
        if ! git_tip=$(git_here ls-remote origin "refs/heads/$git_branch" 2>&1); then
          git_why "$git_tip"
          say "!unknown cannot ask origin${git_reason:+: $git_reason}"
          return
        fi
        git_tip=${git_tip##*"$nl"}
        git_tip=${git_tip%%"$tab"*}
        if [ -z "$git_tip" ]; then
          say "!blocked origin has no branch $git_branch"
        elif [ "$git_tip" = "$git_head" ]; then
          say 'cloned, current'
        elif git_here merge-base --is-ancestor "$git_tip" HEAD 2>/dev/null; then
          say "!blocked $(git_here rev-list --count "$git_tip..HEAD") commit(s) in $1 are not pushed"
        elif ! git_here merge-base --is-ancestor HEAD "$git_tip" 2>/dev/null &&
          ! git_here merge-base --is-ancestor HEAD "refs/remotes/origin/$git_branch" 2>/dev/null; then
          say "!blocked $1 and origin have diverged"
        else
          git_work
          case $git_changed in
            0) say behind ;;
            *) say "!blocked $1 is behind, and has changes of its own: $git_work" ;;
          esac
        fi
      }

      # git_work: sets $git_changed to how many tracked files differ, and $git_work to the first.
      # Lock files that tools rewrite do not count: the fix keeps them aside.
      git_work() {
        git_changed=0 git_work='' git_locks=''
        while IFS= read -r git_line; do
          [ -n "$git_line" ] || continue
          case ${git_line#???} in
            package-lock.json | */package-lock.json | npm-shrinkwrap.json | yarn.lock | */yarn.lock | pnpm-lock.yaml | */pnpm-lock.yaml)
              case $git_line in ' M '*) git_locks=$git_locks${git_line#???}$nl; continue ;; esac
              ;;
          esac
          git_changed=$((git_changed + 1))
          [ -n "$git_work" ] || git_work=${git_line#???}
        done <<STATUS
      $(git_here --no-optional-locks status --porcelain --untracked-files=no 2>/dev/null)
      STATUS
      }

      # git_why OUTPUT: sets $git_reason to the line that counts.
      git_why() {
        git_reason=
        while IFS= read -r git_line; do
          case $git_line in
            *'Host key verification failed'*) git_reason="its host key is not known here"; return ;;
            *'Permission denied'* | *'could not read Username'* | *'Authentication failed'*) git_reason='it does not let us in'; return ;;
            *'Could not resolve host'* | *'onnection refused'* | *'onnection timed out'* | *'etwork is unreachable'*) git_reason='it cannot be reached'; return ;;
            *'Repository not found'* | *'does not exist'* | *'does not appear to be'*) git_reason='there is no such repository'; return ;;
            *'No space left'*) git_reason='the disk is full'; return ;;
            fatal:* | error:*) git_reason=${git_reason:-${git_line#*: }} ;;
          esac
        done <<WHY
      $1
      WHY
      }

      """;

  @Override
  public Parameters parameters() {
    return Parameters.none()
        .required("repo", ParameterType.TEXT, "Its address: https, ssh, user@host:path or a path.")
        .required("into", ParameterType.PATH, "Where the clone is.")
        .optional("branch", ParameterType.NAME, "Its branch; the repository's own if absent.")
        .optional("depth", ParameterType.INTEGER, "How many commits to fetch; all if absent.")
        .optional("update", ParameterType.BOOL, "Whether it follows origin, by fast-forward.");
  }

  @Override
  public Contract compile(Arguments in, Facts facts) {
    String repo = address(in);
    String into = in.text("into");
    String branch = branch(in);
    boolean update = in.bool("update", false);
    String depth = depth(in);
    if (into.equals("/") || into.equals(facts.home())) {
      throw new BadFileException(in.at("into"), "'into' wants a folder of its own");
    }
    String word = update ? "yes" : "no";
    return Contract.of(
            "git " + into,
            LIBRARY + GitRepair.LIBRARY,
            Call.of("git_check", repo, into, branch, word),
            update ? "cloned, current" : "cloned")
        .fix(new Fix(Call.of("git_fix", repo, into, branch, word, depth), false, true))
        .undo(Call.of("git_undo", into));
  }

  private static String address(Arguments in) {
    String repo = in.text("repo");
    String host = "[A-Za-z0-9][A-Za-z0-9.-]*";
    String user = "([A-Za-z0-9_][A-Za-z0-9._-]*@)?";
    if (repo.matches("[a-z+]+://[^/@]*:[^/@]*@.*")) {
      throw new BadFileException(
          in.at("repo"), "'repo' holds a password: every user could read it; use a key or gh");
    }
    boolean fits =
        repo.matches("(https?|ssh)://" + user + host + "(:[0-9]+)?/[^\\s\\p{Cntrl}]+")
            || repo.matches(user + host + ":(?!//)[^\\s\\p{Cntrl}:-][^\\s\\p{Cntrl}:]*")
            || repo.matches("(file://)?/[^\\p{Cntrl}]+");
    if (!fits) {
      throw new BadFileException(
          in.at("repo"), "'repo' wants https://…, ssh://…, user@host:path or an absolute path");
    }
    return repo;
  }

  /** What {@code git check-ref-format --branch} takes, and a little less. */
  private static String branch(Arguments in) {
    String branch = in.text("branch", "");
    boolean fits =
        branch.matches("|[A-Za-z0-9_][A-Za-z0-9._/#+-]*")
            && !branch.matches(".*(\\.\\.|//|/\\.|\\.lock(/.*)?$|[./]$).*");
    if (!fits) {
      throw new BadFileException(in.at("branch"), "'" + branch + "' is no branch");
    }
    return branch;
  }

  private static String depth(Arguments in) {
    if (!in.has("depth")) {
      return "";
    }
    int depth = in.integer("depth").orElse(0);
    if (depth < 1) {
      throw new BadFileException(in.at("depth"), "'depth' is a number from 1");
    }
    return String.valueOf(depth);
  }
}
