package fleet.playbook.kind;

/** How a repository is cloned and fast-forwarded, and how a clone of ours goes again. */
final class GitRepair {
  static final String LIBRARY =
      """
      # git_fix REPO INTO BRANCH UPDATE DEPTH
      git_fix() {
        command -v git >/dev/null 2>&1 || { say 'git is missing: a package step in front brings it'; return 1; }
        git_into=$2
        if git_folder "$2"; then
          [ "$4" = yes ] || return 0
          git_origin "$git_dir/config"
          [ "$git_bare" = no ] || git_quiet config --file "$git_dir/config" core.bare false || return 1
          git_forward
          return
        fi
        git_clone "$@"
      }

      # git_clone: beside its place first, so that what is interrupted is never taken for a clone.
      git_clone() {
        make_dirs "${2%/*}" || return 1
        git_temp=${2%/*}/.fleet-clone.${2##*/}
        rm -rf -- "$git_temp"
        (umask 077 && mkdir -- "$git_temp") || return 1
        trap 'rm -rf -- "$git_temp"' 0
        trap 'exit 129' 1 2 15
        git_from=$1
        set -- ${3:+--branch "$3"} ${5:+--depth "$5"}
        if ! git_out=$(git_quiet clone -q "$@" -- "$git_from" "$git_temp/clone" 2>&1); then
          say "$git_out"
          git_why "$git_out"
          case $git_reason in
            *'let us in' | *'be reached' | *'known here') say "!blocked cannot clone: $git_reason" ;;
            *) say "cannot clone: ${git_reason:-git failed}" ;;
          esac
          return 1
        fi
        [ ! -d "$git_into" ] || rmdir -- "$git_into" || return 1
        mv -- "$git_temp/clone" "$git_into"
      }

      # git_forward: fetch and fast-forward; git itself refuses to overwrite changes.
      git_forward() {
        git_branch=$(git_here symbolic-ref -q --short HEAD) || return 1
        if ! git_out=$(git_here fetch -q origin "+refs/heads/$git_branch:refs/remotes/origin/$git_branch" 2>&1); then
          git_why "$git_out"
          say "!blocked cannot ask origin${git_reason:+: $git_reason}"
          return 1
        fi
        if ! git_here merge-base --is-ancestor HEAD "refs/remotes/origin/$git_branch"; then
          say "!blocked $git_into and origin have diverged"
          return 1
        fi
        git_work
        git_kept=
        if [ -n "$git_locks" ] && [ "$git_changed" = 0 ]; then
          git_kept=$git_dir/fleet-kept-$(git_here rev-parse --short HEAD).patch
          git_here diff >"$git_kept" || return 1
          git_here apply -R -- "$git_kept" || return 1
          say "kept aside: changes of lock files, in $git_kept"
        fi
        git_out=$(git_here merge -q --ff-only "refs/remotes/origin/$git_branch" 2>&1) && return 0
        [ -z "$git_kept" ] || git_here apply -- "$git_kept"
        say "$git_out"
        case $git_out in
          *'would be overwritten'*) say "!blocked changes in $git_into are in the way" ;;
          *) git_why "$git_out"; say "cannot fast-forward: $git_reason" ;;
        esac
        return 1
      }

      # git_undo INTO: our clone goes only where nothing in it is somebody's work.
      git_undo() {
        case $prior in absent | 'git is missing') ;; *) return 0 ;; esac
        git_into=$1
        git_folder "$1" || return 0
        if command -v git >/dev/null 2>&1 && [ -d "$1/.git" ] &&
          git_status=$(git_here status --porcelain --ignored 2>/dev/null) && [ -z "$git_status" ] &&
          git_status=$(git_here log -1 --format=%H HEAD --branches --tags --not --remotes 2>/dev/null) && [ -z "$git_status" ] &&
          ! git_here rev-parse -q --verify refs/stash >/dev/null 2>&1 && [ ! -d "$1/.git/worktrees" ]; then
          rm -rf -- "$1"
        else
          say "left: $1 has work of its own"
          return 1
        fi
      }
      """;

  private GitRepair() {}
}
