#!/bin/sh
# kill.sh HUIMIN TINY [KILLS] - SIGKILL at random moments of `import` and `recompute --publish`, in
# turn, fifty times over one store. After each the store must open and verify, hold the facts of
# one whole file, and publish the results of one whole run: the last one before, or the one that
# was killed just too late.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
kills=${3:-50}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
seed=$(date +%s)
echo "seed $seed"

families()
{
    awk -v base="$1" 'BEGIN { for (i = 1; i <= 20000; i++)
        printf "{\"id\":\"F%d\",\"division_code\":\"99010%d\",\"income\":%d,\"persons\":[{\"birth_date\":\"19%02d-03-01\"}]}\n",
            i, i % 5, base + i % 1500, i % 100 }'
}
facts()
{
    "$huimin" export s.hm --month 2022-06 | cksum
}
results()
{
    "$huimin" export s.hm --what results --month 2022-06 | cksum
}
do_import()
{
    exec "$huimin" import s.hm "$1" --month 2022-01 --quiet
}
do_recompute()
{
    exec "$huimin" recompute s.hm "$tiny" --month 2022-06 --publish --quiet
}
now_ms()
{
    echo $(($(date +%s%N) / 1000000))
}
fail()
{
    echo "after kill $kill of $what: $*"
    exit 1
}

# What is right for either file, and how long the two commands take undisturbed.
families 100 >a.ndjson
families 400 >b.ndjson
for file in a b; do
    rm -f s.hm s.hm-lock
    "$huimin" init s.hm "$tiny"
    start=$(now_ms)
    (do_import $file.ndjson) >log
    import_ms=$(($(now_ms) - start))
    start=$(now_ms)
    (do_recompute) >log
    recompute_ms=$(($(now_ms) - start))
    eval "facts_$file=\$(facts) results_$file=\$(results)"
done
# shellcheck disable=SC2154
[ "$facts_a" != "$facts_b" ] && [ "$results_a" != "$results_b" ]

held=b   # the file whose facts are in force
shown=b  # the file whose results are published
cut_short=0
kill=1
while [ "$kill" -le "$kills" ]; do
    if [ $((kill % 2)) -eq 1 ]; then
        what=import next=a most=$import_ms
        [ $held = a ] && next=b
        (do_import $next.ndjson) >log 2>&1 &
    else
        what=recompute next=$held most=$recompute_ms
        (do_recompute) >log 2>&1 &
    fi
    thousandth=$(($(echo "$seed $kill" | cksum | cut -d' ' -f1) % 1000))
    wait_s=$(awk -v part="$thousandth" -v most="$most" \
        'BEGIN { printf "%.4f", part / 1000 * most * 1.2 / 1000 }')
    sleep "$wait_s"
    code=0
    kill -KILL $! 2>/dev/null || true
    wait $! 2>/dev/null || code=$?
    [ $code -ne 137 ] || cut_short=$((cut_short + 1))
    "$huimin" runs s.hm verify >log 2>&1 || fail "$(cat log)"
    now=$(facts)
    case $now in
    "$facts_a") now=a ;;
    "$facts_b") now=b ;;
    *) fail "the facts are of no file" ;;
    esac
    [ $now = $held ] || { [ $what = import ] && [ $now = $next ]; } || fail "the facts changed"
    held=$now
    now=$(results)
    eval "before=\$results_$shown after=\$results_$next"
    if [ "$now" = "$after" ] && [ $what = recompute ]; then
        shown=$next
    else
        [ "$now" = "$before" ] || fail "the published results changed"
    fi
    kill=$((kill + 1))
done
echo "$kills kills, $cut_short before the command had ended"
# And it still works.
(do_recompute) >log
[ "$(results)" = "$(eval echo "\$results_$held")" ] || fail "the last run is wrong"
