#!/bin/sh
# watch.sh HUIMIN TINY - `check --watch` looks again after each save, tells what is wrong and what
# the change does to a store; Ctrl-C ends it with 130.
set -eu
huimin=$(realpath "$1")
tiny=$2
work=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
unset LANG LC_ALL LC_MESSAGES LANGUAGE
cp -r "$tiny" "$work/town"
cp "$tiny/../families.ndjson" "$work"
cd "$work"
"$huimin" init s.hm town
"$huimin" import s.hm families.ndjson --month 2022-01 --quiet >/dev/null

# Waits, for at most 20 s, until round $1 has been told.
wait_round()
{
    tries=0
    while ! grep -q "^--- round $1:" out; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { echo "round $1 did not come:"; cat out err; exit 1; }
        kill -0 "$pid" 2>/dev/null || { echo "it ended:"; cat out err; exit 1; }
        sleep 0.1
    done
    sleep 0.3 # the round is written whole
}
expect()
{
    grep -q "$1" out || { echo "expected \"$1\" in:"; cat out err; exit 1; }
}

: >out
setsid "$huimin" check --watch town s.hm --month 2022-06 --lint none >out 2>err &
pid=$!
wait_round 1
expect '^--- round 1: sound'
sed -i 's/yuan(1005)/yuan(1105)/; s/yuan(1200)/yuan(1300)/' town/policy.lua
cmp -s town/policy.lua "$tiny/policy.lua" && { echo "the policy was not changed"; exit 1; }
wait_round 2
expect 'households: .* up'
expect 'a month .* yuan (+'
echo 'x = = 1' >>town/policy.lua
wait_round 3
expect '^--- round 3: the policy has errors'
expect 'policy.lua:[0-9]*:[0-9]*: error: '
sed -i '$d' town/policy.lua
wait_round 4
touch town/policy.lua # no byte is another: nothing to tell
sleep 1
! grep -q '^--- round 5' out || { echo "a round without a change"; cat out; exit 1; }
mv town away # as when another version is checked out: told, and watched on
wait_round 5
expect '^--- round 5: the policy has errors'
mv away town
wait_round 6
expect '^--- round 6: cases fail'
kill -INT "$pid"
code=0
wait "$pid" || code=$?
pid=
[ $code -eq 130 ] || { echo "ended with $code, expected 130"; cat err; exit 1; }
code=0
"$huimin" check --watch nowhere >out 2>err || code=$?
[ $code -eq 3 ] && grep -q '^nowhere: error: ' err || { echo "no policy: $code"; cat err; exit 1; }
