#!/bin/sh
# enter.sh pivot|chroot ROOT UID FOLDERS COMMAND…: runs COMMAND in ROOT as UID, as the first process of namespaces of its own,
# so that no mount and no process outlives it. `pivot` makes ROOT the root of the mount namespace, as on a machine of its own;
# with `chroot` the kernel refuses user namespaces, as it does in most containers.
set -eu
how=$1 root=$2 user=$3 folders=$4
shift 4
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 dev "$root/dev"
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 pts "$root/dev/pts"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
for folder in $folders; do
    mkdir -p "$root$folder"
    mount --bind "$folder" "$root$folder"
    mount -o remount,bind,ro "$root$folder"
done
cd "$root"
if [ "$how" = pivot ]; then
    mkdir -p .before
    pivot_root . .before
    cd /
    umount -l /.before
    rmdir /.before
fi
set -- setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
[ "$how" = pivot ] || set -- chroot . "$@"
status=0
"$@" || status=$?
# Whatever of it still runs is told; with this script, the first process, it ends.
[ "$how" = pivot ] && root=""
for process in "$root"/proc/[0-9]*; do
    [ "${process##*/}" = 1 ] && continue
    command=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline") || continue
    [ -z "$command" ] || echo "left running: $command"
done 2>/dev/null
echo "ended with $status"
