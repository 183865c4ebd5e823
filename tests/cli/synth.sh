#!/bin/sh
# synth.sh HUIMIN ROOT - a mixed population of the four cities: the same whatever the order of
# the places, shared out as people live there, few determinations undetermined.
set -eu
huimin=$(realpath "$1")
policies=$(realpath "$2")/policies/cn
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE

fail()
{
    echo "synth.sh: $*" >&2
    exit 1
}

# population STORE POLICY PLACES
population()
{
    $huimin init "$1" "$2"
    if [ -n "$3" ]; then
        set -- "$1" --place "$3"
    else
        set -- "$1"
    fi
    $huimin synth "$@" --households 3000 --seed 5 --month 2024-07 --quiet >/dev/null
    $huimin export "$1" --month 2024-07 --quiet
}

population a.hm "$policies" 3302,330782,150207,3508 >a.ndjson
population b.hm "$policies" 3508,150207,330782,3302 >b.ndjson
cmp a.ndjson b.ndjson || fail "the order of the places matters"
for expected in 3302:1950 3307:390 1502:55 3508:450; do
    code=${expected%:*}
    n=$(grep -c "\"division_code\":\"$code" a.ndjson)
    least=$((${expected#*:} * 8 / 10))
    most=$((${expected#*:} * 12 / 10))
    [ "$n" -ge "$least" ] && [ "$n" -le "$most" ] || fail "$n households of $code"
done
[ "$(grep -c '"division_code":"1502' a.ndjson)" = "$(grep -c '"150207"' a.ndjson)" ] ||
    fail "other districts of Baotou"
population y.hm "$policies/zhejiang/yiwu" '' >y.ndjson
[ "$(grep -c '"330782"' y.ndjson)" = 3000 ] || fail "a store made for Yiwu"
population n.hm "$policies/zhejiang/ningbo" '' >n.ndjson # it has counties with rules of their own
[ "$(grep -c '"3302[0-9][0-9]"' n.ndjson)" = 3000 ] || fail "a store made for Ningbo"

$huimin recompute a.hm "$policies" --month 2024-07 --json --quiet >run.json
undetermined=$(sed 's/.*"undetermined":\([0-9]*\).*/\1/' run.json)
[ "$undetermined" -ge 1 ] && [ "$undetermined" -le 15 ] || fail "$undetermined undetermined"
$huimin export a.hm --what results --run 1 --month 2024-07 --quiet >results.ndjson
poor=$(grep -c '"category":"dibao\|"category":"tekun' results.ndjson)
[ "$poor" -ge 30 ] && [ "$poor" -le 60 ] || fail "$poor of 3000 households have 低保 or 特困"

$huimin quality a.hm --month 2024-07 --json --quiet >quality.json
grep -q '"with_errors":0,"with_warnings":0,"checks":\[{' quality.json || fail "$(cat quality.json)"

if $huimin synth y.hm --households 20 --place 330782,11 2>messages; then
    fail "a place without shares"
fi
grep -q 'no shares are known of a place "11"' messages || fail "$(cat messages)"
