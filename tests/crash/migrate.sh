#!/bin/sh
# migrate.sh HUIMIN - a store of format 1 (tests/crash/format-1.hm.gz, written by the program of
# the first session: three imports, three runs, two publications) is refused, migrated with every
# write, sync and some allocations failing and with kills in between, and then says what it said.
set -eu
huimin=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
HUIMIN_NOW=1767225600
export HUIMIN_NOW
gunzip -c "$here/format-1.hm.gz" >old.hm
chmod 600 old.hm
fail()
{
    echo "$*"
    exit 1
}
cat >results <<'X'
{"id":"F1","month":"2022-06","category":"none","dibao_amount":0.00,"old_age_allowance":0.00,"persons":[{"id":"p1","old_age_allowance":0.00}]}
{"id":"F2","month":"2022-06","category":"dibao","dibao_amount":505.00,"old_age_allowance":100.00,"persons":[{"id":"p1","old_age_allowance":100.00}]}
{"id":"F3","month":"2022-06","category":"dibao","dibao_amount":905.00,"old_age_allowance":0.00,"persons":[{"id":"p1","old_age_allowance":0.00}]}
{"id":"F4","month":"2022-06","category":"dibao","dibao_amount":105.00,"old_age_allowance":0.00,"persons":[{"id":"p1","old_age_allowance":0.00}]}
X

# Refused until it is migrated, and not migrated without a backup.
for command in "runs old.hm" "stats old.hm" "get old.hm F1" "backup old.hm copy.hm"; do
    code=0
    # shellcheck disable=SC2086
    "$huimin" $command >out 2>err || code=$?
    [ $code -eq 3 ] && grep -q 'has format 1' err && grep -q 'huimin migrate' err ||
        fail "$command: exit $code: $(cat err)"
done
code=0
"$huimin" migrate old.hm 2>err || code=$?
[ $code -eq 2 ] && grep -q 'only migrated with a backup' err || fail "without a backup: $(cat err)"

# check FILE: it is of this format and says what the old one said.
check()
{
    "$huimin" runs "$1" verify >out 2>err || fail "$1: $(cat err)"
    "$huimin" export "$1" --what results --month 2022-06 >now
    cmp -s results now || fail "$1: the published results differ"
    "$huimin" stats "$1" --json >out
    grep -q '"format":3' out && grep -q '"journal_entries":10' out || fail "$1: $(cat out)"
}

# Every write and sync, and allocations, fail once.
stopped=0
for fault in write:1 write:2 write:5 write:9 write:14 write:20 write:30 sync:1 sync:2 \
    alloc:5 alloc:50 alloc:90 alloc:140 alloc:200 alloc:260 alloc:320; do
    cp old.hm w.hm
    rm -f w.hm-lock w.bak
    code=0
    HUIMIN_FAULT=$fault "$huimin" migrate w.hm --backup w.bak >out 2>err || code=$?
    case $code in
    0) ;;
    3)
        stopped=$((stopped + 1))
        [ -s err ] || fail "$fault: no message"
        rm -f w.bak
        "$huimin" migrate w.hm --force >out 2>err || fail "$fault: the second try: $(cat err)"
        ;;
    *) fail "$fault: exit $code: $(cat err)" ;;
    esac
    check w.hm
done
[ $stopped -ge 8 ] || fail "only $stopped faults stopped a migration"

# Killed at random moments: old or new, and the next call goes on.
seed=$(date +%s)
kill=1
while [ $kill -le 12 ]; do
    cp old.hm w.hm
    rm -f w.hm-lock
    "$huimin" migrate w.hm --force >out 2>err &
    part=$(($(echo "$seed $kill" | cksum | cut -d' ' -f1) % 1000))
    sleep "$(awk -v part=$part 'BEGIN { printf "%.4f", part * 0.00003 }')"
    kill -KILL $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    "$huimin" migrate w.hm --force >out 2>err || fail "after kill $kill: $(cat err)"
    check w.hm
    kill=$((kill + 1))
done

# The backup is the old store; migrating twice is no error; work goes on.
"$huimin" migrate old.hm --backup kept.hm --reason upgrade >out
[ "$(cat out)" = "the store had format 1 and has format 3 now" ] || fail "$(cat out)"
check old.hm
[ "$("$huimin" migrate old.hm)" = "the store has format 3 already" ] || fail "twice"
code=0
"$huimin" migrate kept.hm --backup old.hm 2>err || code=$?
[ $code -eq 2 ] && grep -q 'there is a file here already' err || fail "over a file: $(cat err)"
"$huimin" migrate kept.hm --force >out
check kept.hm
echo '{"id":"F9","division_code":"990102001","income":10,"persons":[]}' >more
"$huimin" import old.hm more --format ndjson --month 2022-09 --quiet >out
"$huimin" runs old.hm verify >out
echo "16 faults, $stopped stopped it; 12 kills"
