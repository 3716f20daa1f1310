#!/bin/sh
# Starts nats-server with passwords that come as they are. What stands in a variable is read as configuration, where `1k` is
# a number, `true` is none, `2024-01-01` is a date and `$X` another variable; so each is made a text here. What cannot be a
# password is refused by its name, before anything starts. Exit code 78: it is not worth starting again as it is.
set -eu

refuse() {
  echo "nats-server is not started: $1 $2" >&2
  exit 78
}

for name in $(env | sed -n 's/^\(NATS_[A-Z]*_PASSWORD\)=.*/\1/p'); do
  eval "value=\$$name"
  case $value in
    '') refuse "$name" 'is empty' ;;
    *[[:cntrl:]]*) refuse "$name" 'has a line break or another control character in it' ;;
    '$2'[abxy]'$'*) refuse "$name" 'looks like a bcrypt hash, which nats-server would take for the hash of another password' ;;
  esac
  export "$name=\"$(printf %s "$value" | sed 's/["\\]/\\&/g')\""
done

# nats-server names the first that is missing, and not that the next one is, too.
config=
previous=
for argument; do
  case $previous in --config | -c) config=$argument ;; esac
  previous=$argument
done
missing=
for name in $([ -z "$config" ] || sed -n '/^ *#/d; s/^.*: *\$\(NATS_[A-Z_]*\).*$/\1/p' "$config" | awk '!seen[$0]++'); do
  eval "[ -n \"\${$name+set}\" ]" || missing="$missing$name "
done
[ -z "$missing" ] || refuse "${missing% }" 'is not set'

exec "${NATS_SERVER:-nats-server}" "$@"
