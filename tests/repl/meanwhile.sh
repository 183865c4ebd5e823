#!/bin/sh
# meanwhile.sh HUIMIN TINY FAMILIES - a session answers from the facts it began with while others
# import, recompute and publish, and does not hinder them; `reload` takes the newest facts. The
# store may even be closed to writing.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
families=$(realpath "$3")
work=$(mktemp -d)
trap 'exec 3>&- || true; rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
fail()
{
    echo "$*"
    cat log
    exit 1
}
"$huimin" init s.hm "$tiny"
"$huimin" import s.hm "$families" --month 2022-01 --quiet >out
mkfifo lines
timeout 120 "$huimin" repl s.hm "$tiny" - --month 2022-08 --quiet <lines >log 2>&1 &
session=$!
exec 3>lines
answered() # N answers of `total`
{
    tries=0
    until [ "$(grep -c '^dibao_amount' log)" -ge "$1" ]; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || fail "no answer"
        sleep 0.05
    done
}
echo 'total dibao_amount' >&3
answered 1
echo '{"id":"F9","division_code":"990101001","income":0,"persons":[{"birth_date":"1990-01-01"}]}' >f9
"$huimin" import s.hm f9 --format ndjson --month 2022-01 --quiet >out || fail "an import is hindered"
"$huimin" recompute s.hm "$tiny" --month 2022-08 --publish --quiet >out || fail "a run is hindered"
echo 'total dibao_amount' >&3
answered 2
printf 'reload\ntotal dibao_amount\nquit\n' >&3
answered 3
exec 3>&-
wait $session || fail "the session ended with an error"
[ "$(grep -c 'facts up to change 1,' log)" -eq 2 ] || fail "the facts moved under the session"
[ "$(grep -c 'facts up to change 2,' log)" -eq 1 ] || fail "reload did not take the new facts"
[ "$(grep -c '1,114.00$' log)" -eq 2 ] && grep -q '2,295.00$' log || fail "wrong totals"
"$huimin" runs s.hm verify >out || fail "the run"
