#!/bin/sh
# kill.sh HUIMIN TINY [KILLS [SEED]] - SIGKILL at random moments of import, recompute, resume,
# publish, pay record and compact, in turn, over one store, until so many kills met a command
# under way. After each the store must open, verify, have a sound journal, hold the facts of one
# whole file and publish the results of one whole run: the last one before, or the one that was
# killed just too late. Runs that were cut short are resumed, and killed again, and end with the
# results of a run that nobody disturbed. Prints a table of commands and outcomes.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
kills=${3:-24}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
seed=${4:-1}
: >outcomes

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

# done_anyway: what the step was to do is there. If it was killed, it was so just too late.
done_anyway()
{
    [ $outcome = ended ] || outcome=done
}
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
struck=0
resumed=0
kill=1
while [ "$struck" -lt "$kills" ] && [ $kill -le $((kills * 8)) ]; do
    subject=
    all_started=$(runs started)
    started=$(echo "$all_started" | head -1)
    complete=$(runs complete | wc -l)
    inode=$(stat -c %i s.hm)
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
    if [ $code -eq 137 ]; then # the next kill of this step comes at about its length
        outcome=undone
        struck=$((struck + 1))
        eval "${what}_ms=\$((most * 21 / 20 + 1))"
    else
        outcome=ended
        eval "${what}_ms=\$((most * 4 / 5 + 1))"
    fi
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
        done_anyway
        sequence=$((sequence + 1))
        eval "file_of_$sequence=$held"
    fi
    now=$(published)
    if [ "$now" != "$shown" ]; then
        [ $what = publish ] && [ "$now" = "$(results_of "$subject")" ] ||
            fail "$what: the published results changed"
        shown=$now
        done_anyway
    fi
    now=$(batches)
    [ "$now" -eq $paid ] || { [ $what = record ] && [ "$now" -eq $((paid + 1)) ]; } ||
        fail "$what: $now payment batches, $paid before"
    [ "$now" -eq $paid ] || done_anyway
    paid=$now
    if [ $what = resume ] && [ "$(runs started | head -1)" != "$subject" ]; then
        right "$subject"
        resumed=$((resumed + 1))
        done_anyway
    fi
    if [ $what = recompute ] && [ "$(runs complete | wc -l)" -gt "$complete" ]; then
        done_anyway
    fi
    [ $what != compact ] || [ "$(stat -c %i s.hm)" = "$inode" ] || done_anyway
    if [ $outcome = undone ] && { [ $what = resume ] || [ "$(runs started)" != "$all_started" ]; }; then
        outcome=kept # a run that can be resumed
    fi
    echo "$what $outcome" >>outcomes
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
[ "$struck" -ge "$kills" ] || fail "only $struck of $kill kills met a command under way"
echo "seed $seed: $struck kills of commands under way, $resumed runs resumed"
sort outcomes | uniq -c | awk '
    { n[$2, $3] = $1; if (!($2 in seen)) { seen[$2] = 1; names[++count] = $2 } }
    END {
        printf "%-10s %7s %7s %7s %7s\n", "", "undone", "kept", "done", "missed"
        for (i = 1; i <= count; i++)
            printf "%-10s %7d %7d %7d %7d\n", names[i], n[names[i], "undone"],
                n[names[i], "kept"], n[names[i], "done"], n[names[i], "ended"]
    }'
"$huimin" recompute s.hm "$tiny" --month 2022-06 --publish --quiet >log 2>&1
[ "$(published)" = "$(eval echo "\$results_$held")" ] || fail "the last run is wrong"
(do_step record) >log 2>&1 || fail "$(cat log)"
(do_step compact) >log 2>&1 || fail "$(cat log)"
"$huimin" runs s.hm verify --journal >log 2>&1 || fail "$(cat log)"
