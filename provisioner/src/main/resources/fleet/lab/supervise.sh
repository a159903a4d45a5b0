#!/bin/sh
# Keeps one lab machine: boots it, boots it again when it rebooted, ends when it is switched off.
# usage: supervise.sh DIRECTORY, which holds `settings`
set -u
cd "$1" || exit 1
. ./settings

# The group is made by whoever starts us and removed by `down`: without it we have no business here.
echo $$ > "$group/cgroup.procs" || exit 1

plug() { # interface bridge: the far end appears when systemd-nspawn starts
  i=0
  until ip link set "$1" mtu "$mtu" master "$2" up 2>/dev/null; do
    i=$((i + 1)); [ $i -lt 400 ] || return 1
    sleep 0.05
  done
  [ ! -s delay ] || tc qdisc replace dev "$1" root netem delay "$(cat delay)"
}

unplug() { # interface: a machine that was killed may still hold its cable for a moment
  while [ -e "/sys/class/net/$1" ]; do ip link del "$1" 2>/dev/null; sleep 0.02; done
}

status=133
while [ $status = 133 ]; do # 133: systemd-nspawn's word for "it asked to be rebooted"
  mkdir -p "$group/box"
  cables=
  for cable in $links; do
    unplug "${cable%%:*}"
    cables="$cables --network-veth-extra=${cable%:*}"
    plug "${cable%%:*}" "${cable##*:}" &
  done
  sh -c 'echo $$ > "$0/box/cgroup.procs" && exec "$@"' "$group" \
    env SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network \
    systemd-nspawn --quiet --boot --directory="$PWD/root" --machine="$nspawn_name" \
    --register=no --keep-unit --resolv-conf=off --timezone=off --link-journal=no \
    --suppress-sync=yes --console=read-only $cables
  status=$?
  echo 1 > "$group/box/cgroup.kill"
  wait
  while [ -e "$group/box" ]; do
    find "$group/box" -depth -type d -exec rmdir {} \; 2>/dev/null
    sleep 0.02
  done
done
exit $status
