#!/bin/sh
# PostgreSQL's restore_command: brings the file $1 from the archive $3 to $2. That there is no such file is how PostgreSQL
# learns that it is at the end; one that is damaged must not look like the end, so it ends the recovery (above 125).
set -eu
[ -e "$3/$1.gz" ] || exit 1
gzip -dc "$3/$1.gz" > "$2" && exit 0
echo "$3/$1.gz is damaged" >&2
exit 200
