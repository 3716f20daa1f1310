#!/bin/sh
# PostgreSQL's archive_command: keeps the WAL file $1, whose name is $2, in the folder $3, or in what a link of that name
# leads to. While there is no such link nothing is kept, and PostgreSQL goes on. It is whole or not there; what is there is
# never overwritten by something else. Whatever fails is tried again by PostgreSQL, which keeps the file meanwhile.
set -eu
umask 077
wal=$1 kept=$3/$2.gz

[ -d "$3" ] || [ -L "$3" ] || exit 0

if [ -e "$kept" ]; then
  gzip -dc "$kept" | cmp -s - "$wal" && exit 0
  echo "$kept is another file of that name: does another PostgreSQL archive to this folder?" >&2
  exit 1
fi
aside=$kept.$$
trap 'rm -f "$aside"' EXIT
gzip -1 -c "$wal" > "$aside"
sync "$aside"
mv "$aside" "$kept"
