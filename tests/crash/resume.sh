#!/bin/sh
# resume.sh HUIMIN TINY [KILLS] - SIGKILL at random moments of a recomputation of many months. After
# each kill the store must verify, journal and all; the run is resumed (after an import in between)
# until it is done, and then has the bytes, the report and the checks of an undisturbed run.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
kills=${3:-12}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
seed=$(date +%s)
echo "seed $seed"

families()
{
    awk -v base="$1" 'BEGIN { for (i = 1; i <= 40000; i++)
        printf "{\"id\":\"F%d\",\"division_code\":\"99010%d\",\"income\":%d,\"persons\":[{\"birth_date\":\"19%02d-03-01\"}]}\n",
            i, i % 5, base + i % 1500, i % 100 }'
}
results()
{
    for month in 2022-05 2022-08 2022-10; do
        "$huimin" export "$1" --what results --run "$2" --month $month
    done | cksum
}
report()
{
    "$huimin" runs "$1" show "$2" --json | sed 's/.*"summary"://;s/,"work":.*//'
}
recompute()
{
    exec "$huimin" recompute "$1" "$tiny" --since 2022-05 --month 2022-10 --quiet
}
now_ms()
{
    echo $(($(date +%s%N) / 1000000))
}

families 100 >a.ndjson
head -500 a.ndjson | sed 's/"income":1/"income":2/' >b.ndjson
"$huimin" init first.hm "$tiny"
"$huimin" import first.hm a.ndjson --month 2022-01 --quiet >log
"$huimin" recompute first.hm "$tiny" --month 2022-04 --publish --quiet >log
cp first.hm whole.hm
start=$(now_ms)
(recompute whole.hm) >log
most=$(($(now_ms) - start))
right=$(results whole.hm 2)
report whole.hm 2 >right.json

cut_short=0
kill=1
while [ "$kill" -le "$kills" ]; do
    cp first.hm s.hm
    # shellcheck disable=SC2094
    (recompute s.hm) >log 2>&1 &
    thousandth=$(($(echo "$seed $kill" | cksum | cut -d' ' -f1) % 1000))
    sleep "$(awk -v part="$thousandth" -v most="$most" 'BEGIN { printf "%.4f", part / 1000 * most * 1.1 / 1000 }')"
    kill -KILL $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    "$huimin" runs s.hm verify >log 2>&1 || { cat log; exit 1; }
    "$huimin" runs s.hm verify --journal >log 2>&1 || { cat log; exit 1; }
    state=$("$huimin" runs s.hm --json | grep -o '"run":2,"state":"[a-z]*"' || true)
    case $state in
    *started*)
        cut_short=$((cut_short + 1))
        "$huimin" runs s.hm | grep -q 'not complete, [0-9]* %' || { "$huimin" runs s.hm; exit 1; }
        "$huimin" import s.hm b.ndjson --month 2022-01 --quiet >log
        "$huimin" runs s.hm resume 2 --quiet >log 2>&1 || { cat log; exit 1; }
        ;;
    '') # killed before it had begun
        "$huimin" recompute s.hm "$tiny" --since 2022-05 --month 2022-10 --quiet >log
        ;;
    esac
    [ "$(results s.hm 2)" = "$right" ] || { echo "kill $kill: other results"; exit 1; }
    report s.hm 2 | cmp - right.json || { echo "kill $kill: another report"; exit 1; }
    "$huimin" runs s.hm verify 2 --quiet >log 2>&1 || { cat log; exit 1; }
    kill=$((kill + 1))
done
echo "$kills kills, $cut_short while the run was under way"

# A run that is dropped leaves nothing, and its number is not used again.
cp first.hm s.hm
(recompute s.hm) >log 2>&1 &
sleep "$(awk -v most="$most" 'BEGIN { printf "%.4f", most / 2000 }')"
kill -KILL $! 2>/dev/null || true
wait $! 2>/dev/null || true
if "$huimin" runs s.hm | grep -q 'not complete'; then
    "$huimin" runs s.hm discard 2 --reason 'not needed' >log
    "$huimin" runs s.hm verify --journal >log
    "$huimin" recompute s.hm "$tiny" --month 2022-05 --quiet | head -1 | grep -q '^run 3,'
fi
