# Builds a root in which only the given mounts exist, leaves the old one behind, drops every capability and runs a command.
# Arguments: FOLDER BYTES {read SOURCE AT | write SOURCE AT | link TO AT}... -- COMMAND...
# FOLDER is empty and becomes the root; BYTES limits /tmp and /dev/shm. Runs as the first process of new namespaces.
set -eu
root=$1
bytes=$2
shift 2

mount -t tmpfs -o mode=0755,nosuid,nodev tmpfs "$root"
mkdir "$root/tmp" "$root/proc" "$root/dev" "$root/dev/shm"
for folder in tmp dev/shm; do
  mount -t tmpfs -o "size=$bytes,mode=1777,nosuid,nodev" tmpfs "$root/$folder"
done
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
for part in sys sysrq-trigger irq bus fs acpi scsi mtrr; do
  if [ -e "/proc/$part" ]; then
    mount --rbind "$root/proc/$part" "$root/proc/$part"
    mount -o remount,bind,ro,nosuid,nodev,noexec "$root/proc/$part"
  fi
done
for node in null zero full random urandom; do
  : >"$root/dev/$node"
  mount --bind "/dev/$node" "$root/dev/$node"
done
ln -s /proc/self/fd "$root/dev/fd"

while [ "$1" != -- ]; do
  at=$root$3
  mkdir -p "${at%/*}"
  if [ "$1" = link ]; then
    ln -s "$2" "$at"
  else
    if [ -d "$2" ]; then mkdir -p "$at"; else : >"$at"; fi
    mount --rbind "$2" "$at"
    if [ "$1" = read ]; then mount -o remount,bind,ro,nosuid,nodev "$at"; fi
  fi
  shift 3
done
shift

mount -o remount,bind,ro,nosuid,nodev "$root"
cd "$root"
pivot_root . .
umount -l .
cd /workspace
# Not exec: the first process of a namespace ignores signals and must reap.
status=0
setpriv --bounding-set=-all --inh-caps=-all --ambient-caps=-all --no-new-privs "$@" || status=$?
exit "$status"
