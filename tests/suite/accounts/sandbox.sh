# A system of its own, over this one: what is changed in it is gone with it. $1: the program; $2: a folder with the script to run in it.
set -eu
T=$(mktemp -d)
mount -t tmpfs sandbox "$T"
mkdir "$T/upper" "$T/work" "$T/root"
mount -t overlay sandbox -o "lowerdir=/,upperdir=$T/upper,workdir=$T/work" "$T/root"
mount -t proc proc "$T/root/proc"
mount --rbind /dev "$T/root/dev"
mount -t tmpfs sandbox "$T/root/tmp"
chmod 1777 "$T/root/tmp"
mkdir -p "$T/root/run/sshd" "$T/root/run/nginx"
install -m 755 "$1" "$T/root/usr/local/bin/promulgate"
install -m 644 "$2"/* "$T/root/"
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 chroot "$T/root" sh /script.sh
