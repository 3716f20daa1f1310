#!/bin/bash
# Asks the process in this container whether it is ready. The image has neither curl nor wget, and a Node that starts for it
# takes 65 ms of CPU each time.
exec 3<>"/dev/tcp/127.0.0.1/$PORT" || exit 1
printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3
read -r -t 8 _ status _ <&3
if [ "$status" != 200 ]; then
  echo "not ready: ${status:-no answer}"
  exit 1
fi
