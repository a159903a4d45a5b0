# What a machine says of itself before another one looks at it, a line each:
#   host ID · build TEXT · tcp|udp ADDRESS:PORT in the kernel's hex · bsd PROTOCOL ADDRESS.PORT · addr INTERFACE ADDRESS
sight_host() {
  if [ -r /etc/machine-id ]; then
    IFS= read -r sight_name </etc/machine-id
  else
    sight_name=$(ioreg -rd1 -c IOPlatformExpertDevice 2>/dev/null | sed -n 's/.*"IOPlatformUUID" = "\(.*\)".*/\1/p')
  fi
  say "host $sight_name"
}

sight_build() {
  if [ "$(uname -s)" = Darwin ]; then
    sight_name=$(sw_vers -buildVersion)
    say "build macOS $(sw_vers -productVersion) ($sight_name)"
  else
    sight_name=$(sed -n 's/^ID=//p' /etc/os-release | tr -d '"')
    sight_version=$(sed -n 's/^VERSION_ID=//p' /etc/os-release | tr -d '"')
    [ ! -r /etc/debian_version ] || sight_version=$(cat /etc/debian_version)
    say "build $sight_name ${sight_version:-rolling}, kernel $(uname -r)"
  fi
}

sight_listening() {
  if [ -r /proc/net/tcp ]; then
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { print "tcp", $2 }'
    cat /proc/net/udp /proc/net/udp6 2>/dev/null | awk '$4 == "07" { print "udp", $2 }'
  else
    netstat -an | awk '
      /^tcp/ && $NF == "LISTEN" { print "bsd tcp", $4 }
      /^udp/ && $5 == "*.*" { print "bsd udp", $4 }'
  fi
}

sight_addresses() {
  if command -v ip >/dev/null 2>&1; then
    ip -o addr | awk '$3 ~ /^inet/ { sub("/.*", "", $4); sub("@.*", "", $2); print "addr", $2, $4 }'
  else
    ifconfig | awk '
      /^[a-z]/ { sub(":.*", "", $1); name = $1 }
      $1 ~ /^inet/ { sub("%.*", "", $2); print "addr", name, $2 }'
  fi
}

# sight_published: "published PORT" for each TCP port that is handed on to another address, as Docker
# does it; root's.
sight_published() {
  {
    nft list ruleset
    iptables-save -t nat
    iptables-legacy-save -t nat
    ip6tables-save -t nat
  } 2>/dev/null | awk '
    tolower($0) ~ /dnat|redirect/ {
      for (i = 2; i < NF; i++)
        if (($i == "dport" && $(i - 1) == "tcp") || $i == "--dport") {
          port = $(i + 1)
          sub(":.*", "", port)
          if (port ~ /^[0-9]+$/ && $0 !~ /-p udp/) print "published", port
        }
    }'
}

sight() {
  sight_host
  sight_build
  sight_listening
  sight_addresses
}
