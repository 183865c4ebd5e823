#!/bin/sh
# busy.sh HUIMIN TINY - while one command writes, every other one that wants to write is refused
# with exit 3 and the holder's process and start; reading, backing up and verifying go on.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
work=$(mktemp -d)
trap 'exec 3>&- || true; rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
fail()
{
    echo "$*"
    exit 1
}
echo '{"id":"F1","division_code":"990102001","income":500,"persons":[{"birth_date":"1930-05-01"}]}' >f1
"$huimin" init s.hm "$tiny"
"$huimin" import s.hm f1 --format ndjson --month 2022-01 --quiet >out
"$huimin" recompute s.hm "$tiny" --month 2022-06 --publish --quiet >out
"$huimin" recompute s.hm "$tiny" --month 2022-06 --quiet >out

# An import that waits for its file holds the store.
mkfifo more
HUIMIN_NOW=1667260800 "$huimin" import s.hm more --format ndjson --month 2022-02 --quiet >held 2>&1 &
holder=$!
exec 3>more
tries=0
until ! "$huimin" runs s.hm publish 2 >out 2>err; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || fail "the import does not hold the store"
    sleep 0.02
done
refused()
{
    code=0
    "$huimin" "$@" >out 2>err || code=$?
    [ $code -eq 3 ] || fail "$*: exit $code: $(cat err)"
    grep -q "another process is writing to the store (process $holder, since 2022-11-01T00:00:00Z)" err ||
        fail "$*: $(cat err)"
    grep -q 'wait until it has finished' err || fail "$*: no advice"
}
refused import s.hm f1 --format ndjson --month 2022-03
refused delete s.hm F1 --month 2022-03
refused recompute s.hm "$tiny" --month 2022-06
refused runs s.hm publish 2
refused runs s.hm rollback 1
refused runs s.hm resume 2
refused runs s.hm discard 2
refused pay s.hm record --all --month 2022-06
refused compact s.hm
refused migrate s.hm --force
for command in "runs s.hm" "runs s.hm verify" "runs s.hm verify --journal" "stats s.hm" "get s.hm F1" \
    "backup s.hm copy.hm" "recompute s.hm $tiny --month 2022-06 --rehearse" "pay s.hm list --month 2022-06"; do
    # shellcheck disable=SC2086
    "$huimin" $command >out 2>err || fail "$command: $(cat err)"
done
echo '{"id":"F2","division_code":"990102001","income":500,"persons":[]}' >&3
exec 3>&-
wait $holder || fail "the import: $(cat held)"
"$huimin" get s.hm F2 >out || fail "the import was lost"
"$huimin" runs s.hm publish 2 >out || fail "afterwards"
