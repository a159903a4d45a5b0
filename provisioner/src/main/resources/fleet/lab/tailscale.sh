#!/bin/sh
# A stand-in for Tailscale's command: it answers as the real one does, and no packet goes anywhere.
# Tests write one word into a file of $state: backend (Running, Stopped, NeedsLogin, absent for no daemon),
# online (true, false), expiry (a time as in 2027-05-01T12:00:00Z), address.
state=/var/lib/tailscale-stand-in

# On a Mac the command is the app's own, which looks for its bundle beside the path it was called by.
case $(uname -s):$0 in
  Darwin:/Applications/*) ;;
  Darwin:*)
    echo "Tailscale/BundleIdentifiers.swift:41: Fatal error: The current bundleIdentifier is unknown to the registry" >&2
    exit 133
    ;;
esac

get() { cat "$state/$1" 2>/dev/null || echo "$2"; }
backend=$(get backend Running)
online=$(get online true)
expiry=$(get expiry 2027-05-01T12:00:00Z)
ip4=$(get address '')
name=$(uname -n)

no_daemon() {
  echo "failed to connect to local tailscaled; it doesn't appear to be running (sudo systemctl start tailscaled ?)" >&2
  exit 1
}

addresses() {
  if [ "$backend" = NeedsLogin ]; then echo null; else printf '["%s"]' "$ip4"; fi
}

status_json() {
  [ "$backend" != Running ] && online=false
  cat <<END
{
  "Version": "1.90.6-tfe9d3b5a3-g6a1b3f0c2",
  "TUN": true,
  "BackendState": "$backend",
  "HaveNodeKey": $([ "$backend" = NeedsLogin ] && echo false || echo true),
  "AuthURL": "",
  "TailscaleIPs": $(addresses),
  "Self": {
    "ID": "n$(echo "$ip4" | tr -d .)CNTRL",
    "PublicKey": "nodekey:0000000000000000000000000000000000000000000000000000000000000000",
    "HostName": "$name",
    "DNSName": "$name.lab.ts.net.",
    "OS": "$([ "$(uname -s)" = Darwin ] && echo macOS || echo linux)",
    "UserID": 1,
    "TailscaleIPs": $(addresses),
    "Relay": "",
    "RxBytes": 0,
    "TxBytes": 0,
    "Online": $online,
    "ExitNode": false,
    "ExitNodeOption": false,
    "Active": false,
    "InNetworkMap": true,
    "InMagicSock": false,
    "InEngine": false,
    "Expired": $(expired),
    "KeyExpiry": "$expiry"
  },
  "Health": [$([ "$backend" = Stopped ] && echo '"Tailscale is stopped."')],
  "MagicDNSSuffix": "lab.ts.net",
  "CurrentTailnet": {"Name": "lab", "MagicDNSSuffix": "lab.ts.net", "MagicDNSEnabled": true},
  "CertDomains": null,
  "Peer": {},
  "User": {"1": {"ID": 1, "LoginName": "dev@lab", "DisplayName": "dev"}},
  "ClientVersion": null
}
END
}

# Times of one form sort as text.
expired() {
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  [ "$(printf '%s\n%s\n' "$now" "$expiry" | sort | head -n 1)" = "$expiry" ] && echo true || echo false
}

case ${1:-} in
  version | --version)
    echo 1.90.6
    echo "  tailscale commit: fe9d3b5a3a3a3b7f0f4f8e1d7c1c2b3a4d5e6f70"
    echo "  go version: go1.25.3"
    ;;
  ip)
    [ "$backend" = absent ] && no_daemon
    if [ "$backend" != Running ]; then
      echo "no current Tailscale IPs; state: $backend" >&2
      exit 1
    fi
    case ${2:--4} in
      -4 | --4 | -1) echo "$ip4" ;;
      *) echo "no Tailscale IPv6 address" >&2; exit 1 ;;
    esac
    ;;
  status)
    [ "$backend" = absent ] && no_daemon
    case " $* " in *' --json '* | *' -json '*) status_json; exit 0 ;; esac
    case $backend in
      Stopped) echo 'Tailscale is stopped.'; exit 1 ;;
      NeedsLogin) echo 'Logged out.'; exit 1 ;;
    esac
    printf '%-15s %-20s %-12s %-7s %s\n' "$ip4" "$name" dev@ linux -
    ;;
  up) mkdir -p "$state" && echo Running > "$state/backend" ;;
  down) mkdir -p "$state" && echo Stopped > "$state/backend" ;;
  *) echo "tailscale (stand-in): only ip, status, up, down and version" >&2; exit 1 ;;
esac
