#!/bin/sh
# Starts fleetd with the runtime beside it, else with a Java of the machine's own.
set -eu
home=$(cd -- "$(dirname -- "$0")/.." && pwd -P)
version=unpacked
[ ! -f "$home/.version" ] || read -r version <"$home/.version"

# found JAVA-HOME: whether a Java 25 or newer is there.
found() {
  [ -x "$1/bin/java" ] && [ -f "$1/release" ] || return 1
  number=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${number:-0}" -ge 25 ]
}

java=
for each in "$home/runtime" "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/* /opt/homebrew/opt/openjdk \
  /usr/local/opt/openjdk /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if found "$each"; then
    java=$each/bin/java
    break
  fi
done
if [ -z "$java" ]; then
  echo 'fleetd: there is no Java 25 here: apply the playbook daemon' >&2
  exit 2
fi
[ "${1-}" != --java ] || { echo "$java"; exit; }

# A process that sleeps gives back what it does not need.
export MALLOC_ARENA_MAX=1 GLIBC_TUNABLES=glibc.pthread.stack_cache_size=0
cache=
[ ! -f "$home/fleetd.aot" ] || cache=-XX:AOTCache=$home/fleetd.aot
jars=
for each in "$home"/lib/*.jar; do jars=${jars:+$jars:}$each; done
exec "$java" -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions \
  -Xms4m -Xmn1m -Xmx8m -Xss256k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 \
  -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=8m -XX:+UseCompactObjectHeaders \
  -XX:-UsePerfData -XX:TrimNativeHeapInterval=60000 -XX:ArchiveRelocationMode=0 -XX:+ExitOnOutOfMemoryError \
  ${cache:+"$cache"} -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED \
  -Djna.boot.library.path="$home/native" -Djna.tmpdir="${STATE_DIRECTORY:-${TMPDIR:-/tmp}}" "-Dfleetd.version=$version" -cp "$jars" fleet.daemon.Main "$@"
