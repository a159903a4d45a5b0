#!/bin/sh
# Makes the file tree that a lab's machines of one Debian release share.
# usage: base.sh SUITE DESTINATION   (run under a lock and in a mount namespace of its own)
set -eu
suite=$1 destination=$2 work=$2.making
mirror=http://deb.debian.org/debian
security=http://deb.debian.org/debian-security

[ ! -d "$destination" ] || exit 0
rm -rf --one-file-system "$work"
debootstrap --variant=minbase \
  --include=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,ca-certificates,iproute2,procps,netbase \
  "$suite" "$work" "$mirror"

cat > "$work/etc/apt/sources.list" <<END
deb $mirror $suite main
deb $mirror $suite-updates main
deb $security $suite-security main
END
echo 'Acquire::Languages "none";' > "$work/etc/apt/apt.conf.d/90lab"
cp /etc/resolv.conf "$work/etc/resolv.conf"
mkdir -p "$work/usr/local/share/ca-certificates" "$work/usr/local/etc"
cp -r /usr/local/share/ca-certificates/. "$work/usr/local/share/ca-certificates/" 2>/dev/null || true
chroot "$work" update-ca-certificates
echo cafile=/etc/ssl/certs/ca-certificates.crt | tee "$work/etc/npmrc" > "$work/usr/local/etc/npmrc"
chroot "$work" apt-get update
chroot "$work" apt-get -y -q upgrade
chroot "$work" apt-get clean

chroot "$work" useradd --create-home --uid 1000 --shell /bin/bash --password '*' dev
echo 'dev ALL=(ALL) NOPASSWD: ALL' > "$work/etc/sudoers.d/90-dev"
chmod 440 "$work/etc/sudoers.d/90-dev"
install -d -m 700 -o 1000 -g 1000 "$work/home/dev/.ssh"
echo LANG=C.UTF-8 > "$work/etc/default/locale"

chroot "$work" systemctl enable systemd-networkd.service
chroot "$work" systemctl mask systemd-networkd-wait-online.service console-getty.service
# Apt's own timers would take the package lock in the middle of a rehearsal.
chroot "$work" systemctl disable apt-daily.timer apt-daily-upgrade.timer
rm -f "$work"/etc/ssh/ssh_host_* "$work/etc/machine-id" "$work/var/lib/dbus/machine-id"
touch "$work/etc/.updated" "$work/var/.updated"
mv -T "$work" "$destination"
