#!/bin/sh
# made.sh HUIMIN ROOT - docs/huimin.1 and tools/huimin.bash are what cli/command.def says.
#   sh tests/check/made.sh build/release/huimin . --update    makes them anew
set -eu
huimin=$1
root=$2
unset LANG LC_ALL LC_MESSAGES LANGUAGE
if [ "${3:-}" = --update ]; then
    "$huimin" help --man >"$root/docs/huimin.1"
    "$huimin" help --completion >"$root/tools/huimin.bash"
    exit 0
fi
"$huimin" help --man | diff -u "$root/docs/huimin.1" -
"$huimin" help --completion | diff -u "$root/tools/huimin.bash" -
bash -n "$root/tools/huimin.bash"
