#!/bin/sh
# Run inside a fresh Debian tree, once: makes it look like a Mac to whoever logs in.
set -eu
stand_in=/opt/mac-stand-in linux=/opt/linux-side/bin
mkdir -p $linux $stand_in/bin $stand_in/formulae /var/lib/mac-stand-in
mkdir /var/lib/mac-stand-in/defaults
chmod 1777 /var/lib/mac-stand-in /var/lib/mac-stand-in/defaults

# What Homebrew brings is on no PATH before.
for tool in git npm; do mv $stand_in/bin/$tool $stand_in/formulae/$tool; done

where() { for folder in /usr/bin /usr/sbin; do [ ! -e "$folder/$1" ] || { echo "$folder/$1"; return; }; done; }

# Linux's own tools step aside, to where only stand-ins look: first copies of all that change.
hidden='timeout setsid sha1sum sha224sum sha256sum sha384sum sha512sum b2sum md5sum numfmt nproc tac shuf
  getent runuser systemctl systemd-run loginctl journalctl hostnamectl timedatectl networkctl busctl
  ip ss bridge tc apt apt-get apt-cache apt-config apt-mark dpkg dpkg-query dpkg-deb lsb_release free vmstat
  useradd userdel usermod groupadd gpasswd chpasswd nsenter unshare flock ionice taskset stdbuf pidof
  service update-rc.d invoke-rc.d dircolors chattr lsattr lsblk findmnt lscpu lsns tload pmap slabtop'
replaced='sshd uname sysctl stat sed date base64 wc df uptime mount'
refusing='cp mv rm ln mkdir touch install mktemp du find xargs readlink head tail grep ps id tee chmod chown'
for tool in $hidden $replaced $refusing; do
  path=$(where "$tool")
  [ -z "$path" ] || cp -a "$path" "$linux/$tool"
done
for tool in $refusing; do ln -sf bsd $stand_in/bin/$tool; done

# sed, rm, ln and the like vanish in this loop: from here on it is the copies that work.
PATH=$linux:$PATH
for tool in $hidden $replaced $refusing; do
  path=$(where "$tool")
  [ -z "$path" ] || rm -f "$path"
done
for file in $stand_in/bin/*; do
  tool=${file##*/}
  case $tool in bsd | brew | socketfilterfw | sshd | sshd-gate | boot | become) continue ;; esac
  ln -sf "$file" "/usr/bin/$tool"
done
for tool in reboot shutdown halt poweroff; do ln -sf $linux/systemctl /usr/sbin/$tool; done
ln -sf /usr/bin/sysctl /usr/sbin/sysctl
mv $stand_in/bin/boot $stand_in/bin/become $stand_in/bin/sshd-gate $stand_in
for tool in networksetup scutil systemsetup spctl lsof sshd; do ln -sf $stand_in/bin/$tool /usr/sbin/$tool; done
mkdir -p /usr/libexec/ApplicationFirewall
ln -sf $stand_in/bin/socketfilterfw /usr/libexec/ApplicationFirewall/socketfilterfw
ln -sf bash /usr/bin/sh

# Homebrew is there, but on no PATH, as on a Mac reached over SSH.
mkdir -p /opt/homebrew/bin /opt/homebrew/Cellar
mv $stand_in/bin/brew /opt/homebrew/bin/brew
if [ -e /usr/local/bin/tailscale ]; then
  extension=/Applications/Tailscale.app/Contents/PlugIns/IPNExtension.appex/Contents/MacOS
  mkdir -p /Applications/Tailscale.app/Contents/MacOS $extension
  : > $extension/IPNExtension
  mv /usr/local/bin/tailscale /Applications/Tailscale.app/Contents/MacOS/Tailscale
fi

# People, groups and homes.
mkdir -p /Users
mv /home/dev /Users/dev
sed -i 's|^dev:x:1000:1000:\([^:]*\):/home/dev:|dev:x:1000:20:\1:/Users/dev:|' /etc/passwd
sed -i -e '/^staff:/d' -e 's/^dialout:x:20:/staff:x:20:/' -e '1i wheel:x:0:root' /etc/group
echo 'admin:x:80:root,dev' >> /etc/group
chown -R 1000:20 /Users/dev /opt/homebrew
echo 'Defaults !secure_path' > /etc/sudoers.d/10-mac
chmod 440 /etc/sudoers.d/10-mac
echo "PATH=$stand_in/bin:/usr/bin:/bin:/usr/sbin:/sbin" > /etc/environment
mkdir -p '/Library/Application Support/com.apple.TCC' /Library/LaunchDaemons /Library/LaunchAgents /Library/Preferences
ln -sf /var/lib/mac-stand-in/tcc-db '/Library/Application Support/com.apple.TCC/TCC.db'
rm -f /etc/os-release /etc/debian_version /etc/issue /etc/motd

# Apple's sshd is started for each login, so it reads its files anew each time.
printf '# This is the sshd server system-wide configuration file.\n\nInclude /etc/ssh/sshd_config.d/*\n\n#Port 22\n#PermitRootLogin prohibit-password\n#PasswordAuthentication yes\nSubsystem\tsftp\t/usr/libexec/sftp-server\n' > /etc/ssh/sshd_config
mkdir -p /etc/ssh/sshd_config.d /System/Library/LaunchDaemons
printf 'UsePAM yes\nAcceptEnv LANG LC_*\n' > /etc/ssh/sshd_config.d/100-macos.conf
: > /System/Library/LaunchDaemons/ssh.plist
ln -sf /usr/lib/openssh/sftp-server /usr/libexec/sftp-server
units=/etc/systemd/system
rm -f $units/multi-user.target.wants/ssh.service $units/sshd.service
cat > $units/com.openssh.sshd.socket <<END
[Socket]
ListenStream=22
Accept=yes
END
cat > $units/com.openssh.sshd@.service <<END
[Unit]
CollectMode=inactive-or-failed
[Service]
ExecStart=-$stand_in/sshd-gate
StandardInput=socket
KillMode=process
END
mkdir -p $units/sockets.target.wants
ln -s ../com.openssh.sshd.socket $units/sockets.target.wants/

# launchd's part when the machine starts.
cat > $units/mac-stand-in-boot.service <<END
[Unit]
DefaultDependencies=no
After=mac-stand-in.service
Before=com.openssh.sshd.socket
[Service]
Type=oneshot
RemainAfterExit=yes
KillMode=process
Environment=PATH=$stand_in/bin:/usr/bin:/bin:/usr/sbin:/sbin
ExecStart=$stand_in/boot
END
ln -s ../mac-stand-in-boot.service $units/sockets.target.wants/
PATH=$linux:$PATH $stand_in/become 26.1

# A Mac has no /proc, and what has this file calls itself Linux without asking uname.
: > $stand_in/empty
mkdir -p /etc/systemd/system/sysinit.target.wants
cat > /etc/systemd/system/mac-stand-in.service <<END
[Unit]
DefaultDependencies=no
Before=sysinit.target
[Service]
Type=oneshot
ExecStart=/usr/bin/mount --bind $stand_in/empty /proc/sys/kernel/arch
END
ln -s ../mac-stand-in.service /etc/systemd/system/sysinit.target.wants/
