#!/bin/sh
# kill.sh HUIMIN TINY [KILLS] - SIGKILL at random moments of import, recompute, resume, publish,
# pay record and compact, in turn, over one store. After each the store must open, verify, have a
# sound journal, hold the facts of one whole file and publish the results of one whole run: the
# last one before, or the one that was killed just too late. Runs that were cut short are resumed,
# and killed again, and end with the results of a run that nobody disturbed.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
kills=${3:-48}
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
published()
{
    "$huimin" export s.hm --what results --month 2022-06 2>log | cksum
}
results_of()
{
    "$huimin" export s.hm --what results --month 2022-06 --run "$1" | cksum
}
# runs STATE: the ids of runs in this state, the newest last.
runs()
{
    "$huimin" runs s.hm --json | sed 's/},{/}\n{/g' |
        sed -n "s/.*\"run\":\([0-9]*\),\"state\":\"$1\".*/\1/p"
}
sequence_of()
{
    "$huimin" runs s.hm --json | sed 's/},{/}\n{/g' |
        sed -n "s/.*\"run\":$1,.*\"sequence\":\([0-9]*\),.*/\1/p"
}
batches()
{
    "$huimin" pay s.hm batches --json | grep -o '"batch":' | wc -l
}
do_step()
{
    case $1 in
    import) exec "$huimin" import s.hm "$2.ndjson" --month 2022-01 --quiet ;;
    recompute) exec "$huimin" recompute s.hm "$tiny" --month 2022-06 --quiet ;;
    resume) exec "$huimin" runs s.hm resume "$2" --quiet ;;
    publish) exec "$huimin" runs s.hm publish "$2" --quiet ;;
    record) exec "$huimin" pay s.hm record --all --month 2022-06 --quiet ;;
    compact) exec "$huimin" compact s.hm --quiet ;;
    esac
}
now_ms()
{
    echo $(($(date +%s%N) / 1000000))
}
# timed STEP [WHAT]: does it undisturbed and sets STEP_ms.
timed()
{
    start=$(now_ms)
    (do_step "$@") >log 2>&1 || fail "$* undisturbed: $(cat log)"
    eval "$1_ms=$(($(now_ms) - start + 1))"
}
kill=0
fail()
{
    echo "after kill $kill: $*"
    exit 1
}

# What is right for either file, and how long the steps take undisturbed.
families 100 >a.ndjson
families 400 >b.ndjson
resume_ms=1
for file in a b; do
    rm -f s.hm s.hm-lock
    "$huimin" init s.hm "$tiny"
    timed import $file
    timed recompute
    timed publish 1
    timed record
    timed compact
    # shellcheck disable=SC2034
    resume_ms=$recompute_ms
    eval "facts_$file=\$(facts) results_$file=\$(published)"
done
# shellcheck disable=SC2154
[ "$facts_a" != "$facts_b" ] && [ "$results_a" != "$results_b" ]

# right RUN: it is complete and holds what an undisturbed run over its facts holds.
right()
{
    eval "file=\$file_of_$(sequence_of "$1")"
    eval "want=\$results_$file"
    [ "$(results_of "$1")" = "$want" ] || fail "run $1 differs from an undisturbed one"
}

held=b     # the file whose facts are in force
file_of_1=b
sequence=1
shown=$results_b # what is published
paid=1
cut_short=0
resumed=0
kill=1
while [ "$kill" -le "$kills" ]; do
    subject=
    started=$(runs started | head -1)
    case $((kill % 6)) in
    1) what=import subject=a && [ $held = b ] || subject=b ;;
    2) what=recompute ;;
    3) what=resume subject=$started && [ -n "$started" ] || what=recompute ;;
    4) what=publish subject=$(runs complete | tail -1) && [ -n "$subject" ] || what=recompute ;;
    5) what=record ;;
    *) what=compact ;;
    esac
    eval "most=\$${what}_ms"
    (do_step $what $subject) >log 2>&1 &
    thousandth=$(($(echo "$seed $kill" | cksum | cut -d' ' -f1) % 1000))
    wait_s=$(awk -v part="$thousandth" -v most="$most" \
        'BEGIN { printf "%.4f", part / 1000 * most * 1.2 / 1000 }')
    sleep "$wait_s"
    code=0
    kill -KILL $! 2>/dev/null || true
    wait $! 2>/dev/null || code=$?
    [ $code -ne 137 ] || cut_short=$((cut_short + 1))
    [ $code -eq 137 ] || [ $code -eq 0 ] || fail "$what: exit $code: $(cat log)"
    "$huimin" runs s.hm verify >log 2>&1 || fail "$what: $(cat log)"
    "$huimin" runs s.hm verify --journal >log 2>&1 || fail "$what: $(cat log)"
    now=$(facts)
    case $now in
    "$facts_a") now=a ;;
    "$facts_b") now=b ;;
    *) fail "$what: the facts are of no file" ;;
    esac
    if [ $now != $held ]; then
        [ $what = import ] && [ $now = $subject ] || fail "$what: the facts changed"
        held=$now
        sequence=$((sequence + 1))
        eval "file_of_$sequence=$held"
    fi
    now=$(published)
    if [ "$now" != "$shown" ]; then
        [ $what = publish ] && [ "$now" = "$(results_of "$subject")" ] ||
            fail "$what: the published results changed"
        shown=$now
    fi
    now=$(batches)
    [ "$now" -eq $paid ] || { [ $what = record ] && [ "$now" -eq $((paid + 1)) ]; } ||
        fail "$what: $now payment batches, $paid before"
    paid=$now
    if [ $what = resume ] && [ "$(runs started | head -1)" != "$subject" ]; then
        right "$subject"
        resumed=$((resumed + 1))
    fi
    rm -f s.hm.new-* # what a killed compaction leaves
    kill=$((kill + 1))
done
# What is left is completed, every run is right, and work goes on.
for run in $(runs started); do
    (do_step resume "$run") >log 2>&1 || fail "resume $run: $(cat log)"
    resumed=$((resumed + 1))
done
for run in $(runs complete) $(runs published) $(runs superseded); do
    right "$run"
done
echo "$kills kills, $cut_short before the command had ended; $resumed runs resumed"
"$huimin" recompute s.hm "$tiny" --month 2022-06 --publish --quiet >log 2>&1
[ "$(published)" = "$(eval echo "\$results_$held")" ] || fail "the last run is wrong"
(do_step record) >log 2>&1 || fail "$(cat log)"
(do_step compact) >log 2>&1 || fail "$(cat log)"
"$huimin" runs s.hm verify --journal >log 2>&1 || fail "$(cat log)"
