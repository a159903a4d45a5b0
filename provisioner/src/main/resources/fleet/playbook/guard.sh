# The guard of risky changes, as it is on the machine; root's. It needs no connection: what is taken
# back lies in $guard, and systemd or launchd runs $guard/script when the time is up, or when the
# machine starts again before. armed, busy, confirmed and fired are one file, and who renames it
# decides: it is busy while a fix is at work, and none can begin once it is fired.
guard=$fleet_state/guard
guard_unit=/etc/systemd/system/fleet-guard.service
guard_plist=/Library/LaunchDaemons/dev.fleetmuster.guard.plist

# guard_init: sets $guard_init to who can run something when nobody is connected.
guard_init() {
  if [ "$(uname)" = Darwin ]; then
    guard_init=launchd
  elif [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; then
    guard_init=systemd
  else
    return 1
  fi
}

guard_boot() {
  cat /proc/sys/kernel/random/boot_id 2>/dev/null || sysctl -n kern.bootsessionuuid
}

# guard_open SECONDS SCRIPT USER...: arms the undo of all that guard_begin will keep. SCRIPT is run
# unless guard_confirm comes first.
guard_open() {
  [ "$fleet_locked" = yes ] || { say 'the lock of this machine is not ours'; return 1; }
  guard_init || { say '!blocked nothing could take it back here: the guard needs systemd or launchd'; return 1; }
  guard_settle || return 1
  rm -rf -- "$guard" && (umask 077 && mkdir -p -- "$guard/ledger") || return 1
  guard_seconds=$1
  say "$2" >"$guard/script" && say "$guard_seconds" >"$guard/seconds" && guard_boot >"$guard/boot" || return 1
  shift 2
  guard_faults "$@" >"$guard/faulty"
  guard_found github.com deb.debian.org apple.com >"$guard/names"
  guard_running >"$guard/running"
  mkdir "$guard/tables" && guard_tables "$guard/tables"
  : >"$guard/armed"
  sync
  guard_arm && return
  mv -f -- "$guard/armed" "$guard/confirmed"
  guard_disarm
  say 'the guard could not be armed'
  return 1
}

# guard_settle: ends what an earlier run left without having confirmed it.
guard_settle() {
  if [ -e "$guard/armed" ] || [ -e "$guard/busy" ] ||
    { [ -e "$guard/fired" ] && [ ! -e "$guard/result" ]; }; then
    guard_fire '' >/dev/null || { say 'what an earlier run could not confirm is still being taken back'; return 1; }
  fi
}

guard_arm() {
  if [ "$guard_init" = launchd ]; then
    cat >"$guard_plist" <<PLIST
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>dev.fleetmuster.guard</string>
  <key>ProgramArguments</key>
  <array>
    <string>/bin/sh</string>
    <string>$guard/script</string>
  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>AbandonProcessGroup</key>
  <true/>
</dict>
</plist>
PLIST
    chmod 0644 "$guard_plist" && launchctl bootstrap system "$guard_plist"
    return
  fi
  cat >"$guard_unit" <<UNIT
[Unit]
Description=Takes back what fleet changed and nobody confirmed

[Service]
Type=oneshot
ExecStart=/bin/sh $guard/script
KillMode=process
TimeoutStartSec=600

[Install]
WantedBy=multi-user.target
UNIT
  systemctl daemon-reload && systemctl -q enable fleet-guard.service &&
    systemd-run -q --unit=fleet-guard.service --on-active="$guard_seconds" \
      --timer-property=AccuracySec=100ms && systemctl -q is-active fleet-guard.timer && sync
}

guard_disarm() {
  if [ "$guard_init" = launchd ]; then
    rm -f -- "$guard_plist"
    launchctl bootout system/dev.fleetmuster.guard
  else
    systemctl -q stop fleet-guard.timer
    systemctl -q disable fleet-guard.service
    rm -f -- "$guard_unit"
    systemctl daemon-reload
  fi 2>/dev/null
}

# guard_begin PID USER UNIT KEY ID TITLE PRIOR UNDO PATH...: before the fix of a step, which the shell
# PID will do (this one where that is empty), keeps what it will change. UNDO is sh text for what is
# in no file, run as USER, or as root where that is empty. UNIT reads again what was put back.
guard_begin() {
  say "${1:-$$}" >"$guard/worker"
  guard_user=$2 guard_service=$3 guard_key=$4
  shift 4
  guard_entry=$(
    fleet_state=$guard
    ledger_begin "$@" >&2 && say "$fleet_entry"
  ) || return 1
  if [ ! -e "$guard_entry/stepkey" ]; then
    say "$guard_user" >"$guard_entry/user" && say "$guard_service" >"$guard_entry/unit" || return 1
    (ledger_find "$guard_key") || say "$guard_key" >"$guard_entry/new"
    for guard_each in "$guard_entry"/kept/*; do
      [ -d "$guard_each" ] && IFS= read -r guard_path <"$guard_each/path" || continue
      : >"$guard_each/folder" && touch -r "${guard_path%/*}/" "$guard_each/folder" 2>/dev/null
    done
    say "$guard_key" >"$guard_entry/stepkey" || return 1
    sync
  fi
  mv -f -- "$guard/armed" "$guard/busy" 2>/dev/null || guard_late
}

guard_late() {
  say "the $(cat "$guard/seconds") s in which it can be confirmed are over"
  return 1
}

# guard_rest: after a fix.
guard_rest() {
  mv -f -- "$guard/busy" "$guard/armed" 2>/dev/null || guard_late
}

# guard_faults USER...: a line "NAME: WORDS" for each program that finds fault with the way in.
guard_faults() {
  if command -v sshd >/dev/null; then
    if guard_try 'sshd -t' "$(command -v sshd)" -t; then
      for guard_user; do
        guard_try "sshd -T for $guard_user" "$(command -v sshd)" -T -C "user=$guard_user,host=localhost,addr=127.0.0.1"
      done
    fi
  fi
  ! command -v visudo >/dev/null || guard_try 'visudo -c' visudo -c
  [ ! -f /etc/nftables.conf ] || ! command -v nft >/dev/null || guard_try 'nft -c' nft -c -f /etc/nftables.conf
}

# guard_try NAME COMMAND...
guard_try() {
  guard_name=$1
  shift
  guard_words=$("$@" 2>&1 >/dev/null </dev/null) && return
  guard_words=${guard_words%%"$nl"*}
  say "$guard_name: ${guard_words%"$cr"}"
  return 1
}

# guard_valid USER...: names the first fault that was not there before.
guard_valid() {
  guard_faults "$@" >"$guard/faults"
  while IFS= read -r guard_fault; do
    if ! grep -qF -- "${guard_fault%%: *}: " "$guard/faulty"; then
      say "$guard_fault"
      return 1
    fi
  done <"$guard/faults"
}

# guard_found NAME...: those of the host names that have an address.
guard_found() {
  for guard_name; do
    (! guard_within 10 guard_lookup "$guard_name" >/dev/null 2>&1 || say "$guard_name") &
  done
  wait
}
guard_lookup() {
  if command -v getent >/dev/null; then
    getent hosts "$1"
  else
    dscacheutil -q host -a name "$1" | grep -q .
  fi
}

# guard_names: fails if names could be looked up before, and none of them can be now.
guard_names() {
  [ -s "$guard/names" ] || return 0
  # shellcheck disable=SC2046
  set -- $(cat "$guard/names")
  [ -n "$(guard_found "$@")" ] || { say "no address of $1 is found any more"; return 1; }
}

# guard_within SECONDS COMMAND...: ends it if it takes longer.
guard_within() {
  guard_limit=$1
  shift
  "$@" </dev/null &
  guard_pid=$!
  (
    trap 'kill "$guard_sleep"; exit' TERM
    sleep "$guard_limit" &
    guard_sleep=$!
    wait
    kill "$guard_pid"
  ) </dev/null >/dev/null 2>&1 &
  guard_alarm=$!
  wait "$guard_pid"
  guard_status=$?
  kill "$guard_alarm" 2>/dev/null
  return "$guard_status"
}

# guard_trial PORT: a second sshd that reads the files as they are now, until guard_trial_end or for
# half a minute; not a child of ours, or its logins would be part of our session.
guard_trial() {
  guard_init && [ "$guard_init" = systemd ] && guard_sshd=$(command -v sshd) || return 1
  systemd-run -q --collect --unit=fleet-guard-sshd -p RuntimeMaxSec=30 -p KillMode=process \
    "$guard_sshd" -D -p "$1" -o PidFile=none || return 1
  sleep 0.5 2>/dev/null || sleep 1
  systemctl -q is-active fleet-guard-sshd.service
}
guard_trial_end() {
  systemctl -q stop fleet-guard-sshd.service 2>/dev/null
}

# guard_running: which of the units that a way in may need are there.
guard_running() {
  [ "$guard_init" = systemd ] || return 0
  for guard_each in ssh.socket sshd.socket ssh.service sshd.service systemd-networkd.service \
    NetworkManager.service systemd-resolved.service tailscaled.service; do
    ! systemctl -q is-active "$guard_each" || say "$guard_each"
  done
}

# guard_tables FOLDER: the rules of each table of nftables, without its counters, in a file.
guard_tables() {
  command -v nft >/dev/null || return 0
  nft list tables 2>/dev/null | while IFS=' ' read -r _ guard_family guard_table; do
    nft -s list table "$guard_family" "$guard_table" >"$1/$guard_family $guard_table" 2>/dev/null
  done
}

# guard_tables_back: new tables go, others have their rules again; those of iptables are left alone.
guard_tables_back() {
  command -v nft >/dev/null || return 0
  rm -rf -- "$guard/tables-now" && mkdir "$guard/tables-now" || return 0
  guard_tables "$guard/tables-now"
  for guard_table in "$guard/tables-now"/* "$guard/tables"/*; do
    [ -f "$guard_table" ] && ! grep -q 'managed by iptables' "$guard_table" || continue
    guard_name=${guard_table##*/}
    ! cmp -s "$guard/tables/$guard_name" "$guard/tables-now/$guard_name" || continue
    case $guard_table in
      "$guard/tables-now"/*) say "delete table $guard_name" ;;
      # What starts with the machine makes its own tables again.
      *) [ "$guard_why" = restart ] && [ ! -e "$guard/tables-now/$guard_name" ] || cat "$guard_table" ;;
    esac
  done >"$guard/rules"
  nft -f "$guard/rules" 2>&1 || say 'the rules of nftables'
  rm -rf -- "$guard/tables-now"
}

# guard_close: what was taken back was looked at.
guard_close() {
  rm -rf -- "$guard"
}

# guard_confirm: what was changed stays. Fails if it is, or is being, taken back.
guard_confirm() {
  mv -f -- "$guard/armed" "$guard/confirmed" 2>/dev/null || return 1
  guard_init && guard_disarm
  rm -rf -- "$guard"
}

# guard_fire [idle]: takes all back now, unless that is done already, and prints how it ended: why it
# began, and below that what is not as it was. A fix that still runs is ended, unless there is none.
guard_fire() {
  guard_init && [ -e "$guard/script" ] && [ ! -e "$guard/confirmed" ] || { say none; return 1; }
  if [ ! -e "$guard/result" ]; then
    [ -e "$guard/fired" ] || say "${1-}" >"$guard/now"
    [ "$guard_init" = launchd ] || systemctl start fleet-guard.service
  fi
  guard_left=90
  until [ -e "$guard/result" ]; do
    [ "$guard_left" -gt 0 ] || { say 'it did not end'; return 1; }
    guard_left=$((guard_left - 1))
    sleep 1
  done
  cat "$guard/result"
}

# guard_main: what systemd and launchd run.
guard_main() {
  guard_init || return 1
  guard_why="time"
  [ ! -e "$guard/now" ] || guard_why=asked
  [ "$(cat "$guard/boot" 2>/dev/null)" = "$(guard_boot)" ] || guard_why=restart
  [ "$guard_init,$guard_why" != launchd,time ] || guard_wait
  guard_claim
  [ ! -e "$guard/fired" ] || [ -e "$guard/result" ] || guard_undo
  guard_disarm
}

# guard_claim: from now on nothing is begun or confirmed any more, unless it is confirmed already. A
# fix that is at work is ended with its shell, or it would go on over what is put back.
guard_claim() {
  guard_left=100
  until [ -e "$guard/fired" ] || [ -e "$guard/confirmed" ] || [ "$guard_left" = 0 ]; do
    guard_left=$((guard_left - 1))
    if mv -f -- "$guard/armed" "$guard/fired" || ! mv -f -- "$guard/busy" "$guard/fired"; then
      continue
    fi
    case $guard_why,$(cat "$guard/now") in
      restart,* | asked,idle) ;;
      *)
        lock_pid=$(cat "$guard/worker")
        # shellcheck disable=SC2046
        lock_stop $(lock_family)
        ;;
    esac
  done 2>/dev/null
}

# guard_wait: until the time is up, or somebody asks for the undo, or wants none any more.
guard_wait() {
  guard_left=$(cat "$guard/seconds")
  while [ "$guard_left" -gt 0 ] && [ ! -e "$guard/confirmed" ] && [ "$guard_why" = time ]; do
    guard_left=$((guard_left - 1))
    sleep 1
    [ ! -e "$guard/now" ] || guard_why=asked
  done
}

# guard_undo: the newest first, so that the oldest counts in the end.
guard_undo() {
  set --
  for guard_each in "$guard"/ledger/[0-9]*; do
    [ ! -f "$guard_each/stepkey" ] || set -- "$guard_each" "$@"
  done
  {
    say "$guard_why"
    for guard_entry; do guard_take_back >"$guard_entry/said"; done
    # An undo may need what only came back after it.
    for guard_entry; do [ ! -s "$guard_entry/said" ] || guard_take_back; done
    guard_tables_back
    guard_units_back "$@"
    guard_different
  } >"$guard/result.new"
  sync
  mv -f -- "$guard/result.new" "$guard/result"
}

# guard_take_back: of $guard_entry, first what its undo knows, then its files. Says what went wrong.
guard_take_back() {
  fleet_entry=$guard_entry
  IFS= read -r prior <"$fleet_entry/prior"
  IFS= read -r guard_user <"$fleet_entry/user"
  ledger_end
  guard_within 60 guard_run >"$guard/words" 2>&1 || {
    IFS= read -r guard_name <"$fleet_entry/title"
    say "the undo of $guard_name ended with $guard_status$(sed -n '$s/^/: /p' "$guard/words")"
  }
  for guard_each in "$guard_entry"/kept/*; do
    guard_same "$guard_each" || guard_put_back "$guard_each" || say "$guard_path cannot be put back"
  done
  # The run's ledger knows nothing of a change that did not last.
  IFS= read -r guard_key <"$guard_entry/stepkey"
  if ledger_find "$guard_key"; then
    if [ -f "$guard_entry/new" ]; then
      say : >"$fleet_entry/undo"
      ledger_undo "$fleet_entry"
    else
      ledger_end
    fi
  fi
}

guard_run() {
  if [ -n "$guard_user" ]; then
    guard_as "$guard_user" /bin/sh -c "$(cat "$fleet_entry/undo")"
  else
    (
      # shellcheck disable=SC1091
      . "$fleet_entry/undo"
    )
  fi
}

# guard_as USER COMMAND...
guard_as() {
  if command -v runuser >/dev/null 2>&1; then
    guard_name=$1
    shift
    runuser -u "$guard_name" -- "$@"
  else
    sudo -n -H -u "$@"
  fi
}

# guard_same KEPT: whether its path is as it was, to the time of its last change.
guard_same() {
  [ -f "$1/path" ] && IFS= read -r guard_path <"$1/path" && IFS= read -r guard_before <"$1/before" || return 0
  [ "$(fingerprint "$guard_path")" = "$guard_before" ] || return 1
  case $guard_before in
    file*) [ -z "$(find "$guard_path" -newer "$1/original")$(find "$1/original" -newer "$guard_path")" ] ;;
  esac
}

# guard_put_back KEPT: its path becomes what it was. In the folder of another user it is they who do
# it, who could lead root astray there.
guard_put_back() {
  guard_folder=${guard_path%/*}
  guard_folder=${guard_folder:-/}
  make_dirs "$guard_folder"
  guard_owner=$(guard_owner_of "$guard_folder")
  if [ "$guard_owner" = root ]; then
    guard_place "$1" "$guard_path"
    guard_status=$?
  else
    guard_stamp=$(mktemp) && guard_stamp_folder=$(mktemp) && chmod 0644 "$guard_stamp" "$guard_stamp_folder" || return 1
    [ ! -f "$1/original" ] || touch -r "$1/original" "$guard_stamp"
    touch -r "$1/folder" "$guard_stamp_folder"
    guard_place_as "$1"
    guard_status=$?
    rm -f -- "$guard_stamp" "$guard_stamp_folder"
    return "$guard_status"
  fi
  [ ! -e "$1/folder" ] || touch -r "$1/folder" "$guard_folder"
  return "$guard_status"
}

guard_owner_of() {
  guard_ls=$(ls -ld -- "$1/")
  # shellcheck disable=SC2086
  set -- $guard_ls
  say "$3"
}

# guard_place KEPT PATH: as root.
guard_place() {
  if [ -h "$1/original" ] || [ -e "$1/original" ]; then
    [ -h "$2" ] || [ ! -d "$2" ] || rmdir -- "$2" || return 1
    guard_temp=$(mktemp -d "${2%/*}/.fleet.XXXXXX") || return 1
    cp -RPp -- "$1/original" "$guard_temp/original" && move_over "$guard_temp/original" "$2"
    guard_status=$?
    rm -rf -- "$guard_temp"
    return "$guard_status"
  fi
  case $guard_before in
    absent) rm -f -- "$2" 2>/dev/null || rmdir -- "$2" ;;
    directory*)
      [ -d "$2" ] || { rm -f -- "$2" && mkdir -- "$2"; } || return 1
      # shellcheck disable=SC2086
      set -- "$2" $guard_before
      octal "${3#?}"
      chown "$4:$5" "$1" && chmod "$octal" "$1"
      ;;
    *) return 1 ;;
  esac
}

# guard_place_as KEPT: as $guard_owner; a file's content goes in as standard input.
guard_place_as() {
  guard_mode=0600
  # shellcheck disable=SC2086
  set -- "$1" $guard_before
  case $2 in file | directory) octal "${3#?}" && guard_mode=$octal ;; esac
  guard_type=$2
  [ "$2" != link ] || guard_mode=$(readlink -- "$1/original")
  if [ -f "$1/original" ]; then cat "$1/original"; fi |
    guard_as "$guard_owner" /bin/sh -c '
      case $1 in
        file)
          t=$(umask 077 && mktemp "${2%/*}/.fleet.XXXXXX") && cat >"$t" && chmod "$3" "$t" &&
            touch -r "$4" "$t" && mv -f -- "$t" "$2" ;;
        link) rm -f -- "$2" && ln -s -- "$3" "$2" ;;
        directory) { [ -d "$2" ] || mkdir -- "$2"; } && chmod "$3" "$2" ;;
        absent) rm -f -- "$2" 2>/dev/null || rmdir -- "$2" ;;
        *) false ;;
      esac && touch -r "$5" "${2%/*}/"' sh "$guard_type" "$guard_path" "$guard_mode" "$guard_stamp" "$guard_stamp_folder"
}

# guard_units_back ENTRY...: whoever reads what was put back reads it again, and what ran runs.
guard_units_back() {
  [ "$guard_init" = systemd ] || return 0
  systemctl daemon-reload
  for guard_entry; do
    IFS= read -r guard_service <"$guard_entry/unit" && [ -n "$guard_service" ] || continue
    systemctl try-reload-or-restart "$guard_service" >/dev/null 2>&1 || say "$guard_service does not run"
  done
  while IFS= read -r guard_service; do
    case $guard_service in
      ssh.service | sshd.service)
        systemctl reset-failed "$guard_service"
        systemctl reload-or-restart "$guard_service"
        ;;
      *) systemctl -q is-active "$guard_service" || systemctl start "$guard_service" ;;
    esac >/dev/null 2>&1 || say "$guard_service does not run"
  done <"$guard/running"
}

# guard_different: the paths that are not as they were when their first entry was made.
guard_different() {
  guard_seen=$nl
  for guard_each in "$guard"/ledger/[0-9]*/kept/*; do
    [ -f "$guard_each/path" ] && IFS= read -r guard_path <"$guard_each/path" || continue
    case $guard_seen in *"$nl$guard_path$nl"*) continue ;; esac
    guard_seen=$guard_seen$guard_path$nl
    guard_same "$guard_each" || say "$guard_path is not as it was"
  done
}
