# Clones and worktrees. A branch has one worktree, locked in the name of the session that works in it.

quiet_git() {
  LC_ALL=C GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=false SSH_ASKPASS=false \
    GIT_SSH_COMMAND="${GIT_SSH_COMMAND:-ssh} -o BatchMode=yes -o ConnectTimeout=15" \
    git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c core.bare=false -c protocol.ext.allow=never -c gc.auto=0 "$@" </dev/null
}

# repo_lock REPO: sets $lock to that of the repository.
repo_lock() {
  mkdir -p "$fleet/locks"
  lock=$fleet/locks/repo.$(printf %s "$1" | cksum | tr ' ' -)
}

# default_branch: sets $default to the branch that origin calls its own.
default_branch() {
  default=$(quiet_git -C "$1" symbolic-ref -q --short refs/remotes/origin/HEAD) ||
    { quiet_git -C "$1" remote set-head origin -a >/dev/null 2>&1 &&
      default=$(quiet_git -C "$1" symbolic-ref -q --short refs/remotes/origin/HEAD); } || return 1
  default=${default#origin/}
}

# clone ADDRESS INTO: there whole or not at all.
clone() {
  [ ! -e "$2" ] || { say "$2 is in the way"; return 1; }
  mkdir -p "${2%/*}"
  clone_part=$2.part.$$
  if quiet_git clone -q "$1" "$clone_part" 2>&1 && mv -- "$clone_part" "$2"; then return 0; fi
  rm -rf -- "$clone_part"
  return 1
}

# sync REPO: fetches, and says how its default branch stands to origin's:
# "equal|forwarded|behind|ahead|diverged BRANCH COMMIT AHEAD BEHIND why", or "unknown why".
sync() {
  repo_lock "$1"
  hold "$lock" || { say "unknown${tab}another launch has held this repository for a minute"; return; }
  sync_said "$1"
  drop "$lock"
}

sync_said() {
  if ! sync_err=$(quiet_git -C "$1" fetch --quiet --no-auto-gc origin 2>&1); then
    say "unknown$tab$(line "$(say "$sync_err" | tail -n 3)")"
    return
  fi
  if ! default_branch "$1"; then
    say "unknown${tab}origin does not say which branch is its default"
    return
  fi
  sync_tip=$(quiet_git -C "$1" rev-parse "refs/remotes/origin/$default")
  if ! quiet_git -C "$1" show-ref --verify -q "refs/heads/$default"; then
    say "equal$tab$default$tab$sync_tip${tab}0${tab}0$tab"
    return
  fi
  sync_counts=$(quiet_git -C "$1" rev-list --left-right --count "refs/heads/$default...$sync_tip")
  sync_ahead=${sync_counts%%"$tab"*} sync_behind=${sync_counts##*"$tab"}
  case $sync_ahead,$sync_behind in
    0,0) sync_word=equal ;;
    0,*) forward "$1" ;;
    *,0) sync_word=ahead ;;
    *) sync_word=diverged ;;
  esac
  say "$sync_word$tab$default$tab$sync_tip$tab$sync_ahead$tab$sync_behind$tab$(line "${sync_err-}")"
}

# forward REPO: by fast-forward or not at all; nothing that lies there is touched for it.
forward() {
  if [ "$(quiet_git -C "$1" symbolic-ref -q --short HEAD)" = "$default" ]; then
    sync_err=$(quiet_git -C "$1" merge -q --ff-only "$sync_tip" 2>&1)
  else
    sync_err=$(quiet_git -C "$1" update-ref "refs/heads/$default" "$sync_tip" "$(quiet_git -C "$1" rev-parse "refs/heads/$default")" 2>&1)
  fi && sync_word=forwarded || sync_word=behind
}

# owner TREE: sets $owner to the session in whose name the worktree is locked.
owner() {
  owner=
  owner_git=$(quiet_git -C "$1" rev-parse --absolute-git-dir 2>/dev/null) || return 0
  { IFS= read -r owner <"$owner_git/locked"; } 2>/dev/null || :
  owner=${owner#fleet }
}

# rescue TREE SESSION: keeps what is only there, untracked files too, in refs/rescue/SESSION of its
# repository, so that nothing which follows can lose it. Fails if it could not be kept.
rescue() {
  rescue_head=$(quiet_git -C "$1" rev-parse -q --verify HEAD) || return 0
  rescue_tip=$rescue_head
  if [ -n "$(quiet_git -C "$1" status --porcelain)" ]; then
    rescue_index=$1.index.$$
    rescue_git=$(quiet_git -C "$1" rev-parse --absolute-git-dir) || return 1
    cp -- "$rescue_git/index" "$rescue_index" 2>/dev/null
    rescue_tip=$(
      export GIT_INDEX_FILE="$rescue_index"
      quiet_git -C "$1" add -A && rescue_tree=$(quiet_git -C "$1" write-tree) &&
        quiet_git -C "$1" -c user.name=fleet -c user.email=fleet@localhost \
          commit-tree "$rescue_tree" -p "$rescue_head" -m "What session $2 left"
    )
    rescue_status=$?
    rm -f -- "$rescue_index"
    [ "$rescue_status" = 0 ] || return 1
  elif [ -n "$(quiet_git -C "$1" branch -r --contains "$rescue_head" 2>/dev/null | head -n 1)" ]; then
    return 0
  fi
  quiet_git -C "$1" update-ref "refs/rescue/$2" "$rescue_tip"
}

# grow: the session's worktree, new or that of an earlier session of its branch, which goes on there.
# Sets $why where it fails.
grow() {
  get repo; repo=$got
  get branch; branch=$got
  get base; base=$got
  get tree; tree=$got
  repo_lock "$repo"
  hold "$lock" || { why='another launch has held this repository for a minute'; return 1; }
  grown && grow_status=0 || grow_status=1
  drop "$lock"
  return "$grow_status"
}

grown() {
  if [ -e "$tree/.git" ] && quiet_git -C "$tree" rev-parse -q --verify HEAD >/dev/null 2>&1; then
    owner "$tree"
    if [ -n "$owner" ] && [ "$owner" != "$id" ] && [ -d "$sessions/doing/$owner" ]; then
      why="session $owner is at work on branch $branch"
      return 1
    fi
    rescue "$tree" "${owner:-$id}" || { why="the work in $tree cannot be kept in refs/rescue"; return 1; }
    quiet_git -C "$repo" worktree unlock "$tree" 2>/dev/null
    why=$(quiet_git -C "$repo" worktree lock --reason "fleet $id" "$tree" 2>&1) || return 1
  else
    # What a crash left of one: git would neither prune it while it is locked, nor give its branch away.
    quiet_git -C "$repo" worktree unlock "$tree" 2>/dev/null
    quiet_git -C "$repo" worktree prune 2>/dev/null
    if [ -e "$tree" ]; then mv -- "$tree" "$tree.left.$id" || return 1; fi
    mkdir -p "${tree%/*}"
    if quiet_git -C "$repo" show-ref --verify -q "refs/heads/$branch"; then
      why=$(quiet_git -C "$repo" worktree add --lock --reason "fleet $id" "$tree" "$branch" 2>&1) || return 1
    else
      why=$(quiet_git -C "$repo" worktree add --no-track -b "$branch" --lock --reason "fleet $id" "$tree" "$base" 2>&1) || return 1
    fi
  fi
  why="git does not list $tree as a worktree"
  quiet_git -C "$repo" worktree list --porcelain | grep -qxF "worktree $tree" || return 1
  why=
}

# merged REPO BRANCH BASE: whether all of the branch is in origin's default branch, squashed or not.
merged() {
  quiet_git -C "$1" merge-base --is-ancestor "$2" "$3" 2>/dev/null && return 0
  merged_from=$(quiet_git -C "$1" merge-base "$2" "$3") || return 1
  merged_one=$(quiet_git -C "$1" -c user.name=fleet -c user.email=fleet@localhost \
    commit-tree "$2^{tree}" -p "$merged_from" -m squashed) || return 1
  case $(quiet_git -C "$1" cherry "$3" "$merged_one") in -*) return 0 ;; esac
  return 1
}

# reap TREE: removes a worktree of ours whose session is over: one that is merged with its branch,
# any other only where $force is yes, and then what is only there is kept first. Says what it did.
reap() {
  owner "$1"
  if [ -n "$owner" ] && { [ -d "$sessions/doing/$owner" ] || [ -d "$sessions/todo/$owner" ]; }; then
    return 0
  fi
  reap_common=$(quiet_git -C "$1" rev-parse --git-common-dir 2>/dev/null) || return 0
  repo=${reap_common%/.git}
  branch=$(quiet_git -C "$1" symbolic-ref -q --short HEAD)
  default_branch "$repo" || return 0
  repo_lock "$repo"
  hold "$lock" || return 0
  reap_head=$(quiet_git -C "$1" rev-parse HEAD)
  reap_clean=no
  if [ -z "$(quiet_git -C "$1" status --porcelain)" ] && merged "$repo" "$reap_head" "refs/remotes/origin/$default"; then
    reap_clean=yes
  fi
  if [ "$reap_clean" = yes ] || [ "$force" = yes ]; then
    if [ "$reap_clean" = yes ] || rescue "$1" "${owner:-$(date +%s)}"; then
      quiet_git -C "$repo" worktree unlock "$1" 2>/dev/null
      if quiet_git -C "$repo" worktree remove --force "$1"; then
        [ -z "$branch" ] || quiet_git -C "$repo" branch -q -D "$branch"
        say "removed$tab$1$tab$branch$tab$owner"
      fi
    fi
  else
    say "kept$tab$1$tab$branch$tab$owner"
  fi
  drop "$lock"
}

# clean FORCE: what is over is tidied away.
clean() {
  force=$1
  sweep
  clean_now=$(date +%s)
  for dir in "$sessions"/new/*/; do
    dir=${dir%/}
    get created
    if [ -d "$dir" ] && [ $((clean_now - ${got:-0})) -gt 600 ]; then rm -rf -- "$dir"; fi
  done
  for clean_dir in "$sessions"/todo/*/ "$sessions"/done/*/; do
    dir=${clean_dir%/}
    id=${dir##*/}
    [ -d "$dir" ] || continue
    state
    case $dir in
      */todo/*)
        if [ $((clean_now - since)) -gt 600 ] && mv -- "$dir" "$sessions/doing/$id" 2>/dev/null; then
          dir=$sessions/doing/$id
          finish LOST 'nobody took it'
        fi
        ;;
      *)
        # A month is long enough to know how a session ended.
        if [ $((clean_now - since)) -gt 2592000 ]; then
          get key
          if [ -n "$got" ] && grep -qx "$id" "$sessions/keys/$got" 2>/dev/null; then
            rm -f -- "$sessions/keys/$got"
          fi
          rm -rf -- "$dir"
        fi
        ;;
    esac
  done
  for clean_tree in "$fleet"/worktrees/*/*/; do
    if [ -e "$clean_tree/.git" ]; then reap "${clean_tree%/}"; fi
  done
}
