#!/bin/sh
# interrupt.sh HUIMIN ROOT - SIGINT ends a command with 130, and nothing of it happened. The
# commands would wait or work far longer than the test does.
set -eu
huimin=$(realpath "$1")
root=$(realpath "$2")
policy=$root/policies/cn/zhejiang/ningbo
tiny=$root/tests/cli/tiny
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
mkfifo pipe

# A background command of a script ignores SIGINT unless it asks for it: huimin does.
expect_130()
{
    code=0
    sleep 0.5
    kill -INT "$1"
    wait "$1" || code=$?
    [ $code -eq 130 ] || { echo "$2 ended with $code, not 130"; cat log; exit 1; }
    grep -q '^interrupted$' log || { echo "$2 did not say so"; cat log; exit 1; }
}

"$huimin" calc "$tiny" pipe --month 2022-06 >out 2>log &
exec 3>pipe
head -2 "$root/tests/cli/families.ndjson" >&3
expect_130 $! calc
exec 3>&-

"$huimin" init s.hm "$policy"
"$huimin" import s.hm pipe --format ndjson --month 2022-01 >out 2>log &
exec 3>pipe
echo '{"id":"F1"}' >&3
expect_130 $! import
exec 3>&-
[ -z "$("$huimin" export s.hm --month 2022-06)" ] || { echo "an interrupted import left facts"; exit 1; }

"$huimin" synth s.hm --households 5000 --month 2022-01 --quiet >out
"$huimin" recompute s.hm "$policy" --month 2022-06 --publish --quiet >out
"$huimin" export s.hm --what results --month 2022-06 >before
"$huimin" recompute s.hm "$policy" --since 2022-06 --month 2026-12 --publish -o report >out 2>log &
expect_130 $! recompute
grep -q 'huimin runs STORE resume 2' log || { echo "it did not say how to go on"; cat log; exit 1; }
[ ! -e report ] && [ ! -e report.part ] || { echo "an interrupted command left its output"; exit 1; }
"$huimin" export s.hm --what results --month 2022-06 >after
cmp before after
"$huimin" runs s.hm list | grep -q 'not complete'
"$huimin" runs s.hm publish 2 >out 2>log && { echo "a run that is not complete was published"; exit 1; }
"$huimin" runs s.hm verify >out
"$huimin" runs s.hm discard 2 >out
[ "$("$huimin" runs s.hm list | grep -c 'not complete')" -eq 0 ]
"$huimin" runs s.hm verify >out
