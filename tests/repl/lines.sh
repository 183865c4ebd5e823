#!/bin/sh
# lines.sh HUIMIN LINES TINY FAMILIES [COUNT [SEED]] - random lines never crash a session, end it,
# hang it, or change the store's bytes.
set -eu
huimin=$(realpath "$1")
lines=$(realpath "$2")
tiny=$(realpath "$3")
families=$(realpath "$4")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
cp -r "$tiny" policy
"$huimin" init s.hm policy
"$huimin" import s.hm "$families" --month 2022-01 --quiet >out
cksum s.hm policy/* >before
mkdir run
code=0
(cd run && timeout 300 "$lines" ../s.hm ../policy "${5:-3000}" "${6:-1}") || code=$?
cksum s.hm policy/* >after
cmp before after || { echo "lines changed the store or the policy"; exit 1; }
[ $code -eq 0 ] || { echo "the session ended with $code"; exit 1; }
