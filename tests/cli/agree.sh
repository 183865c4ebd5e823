#!/bin/sh
# agree.sh HUIMIN ROOT - a store and a stream give the same results, byte for byte, on the real
# policy: households are made, exported, calculated line by line, and recomputed in the store with
# one thread and with three; imported again in reverse order they give the same once more.
set -eu
huimin=$(realpath "$1")
policy=$(realpath "$2")/policies/cn/zhejiang/ningbo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
HUIMIN_NOW=1667260800
export HUIMIN_NOW

same()
{
    cmp "$1" "$2" || { echo "$1 and $2 differ"; diff "$1" "$2" | head -5; exit 1; }
}

$huimin init a.hm "$policy"
$huimin synth a.hm --households 18000 --seed 11 --month 2022-01 --quiet >/dev/null
$huimin recompute a.hm "$policy" --month 2022-06 --threads 1 --publish --quiet >/dev/null
$huimin recompute a.hm "$policy" --month 2022-07 --threads 3 --publish --quiet --json |
    sed -e 's/"elapsed_ms":[0-9]*,//' -e 's/"work":{[^}]*}//' >a.json
$huimin export a.hm --month 2022-07 >households
$huimin export a.hm --what results --month 2022-06 >june
$huimin export a.hm --what results --month 2022-07 >july

# Line by line; a few hundred do, the lines are independent of each other.
head -400 households >some
$huimin calc "$policy" some --month 2022-06 --quiet >calc_june || [ $? -eq 1 ]
head -400 june >june_some
same june_some calc_june

sed '1!G;h;$!d' households >reversed
$huimin init b.hm "$policy"
$huimin import b.hm - --format ndjson --month 2022-01 --quiet <reversed >/dev/null
$huimin recompute b.hm "$policy" --month 2022-06 --threads 2 --publish --quiet >/dev/null
$huimin recompute b.hm "$policy" --month 2022-07 --threads 1 --publish --quiet --json |
    sed -e 's/"elapsed_ms":[0-9]*,//' -e 's/"work":{[^}]*}//' >b.json
$huimin export b.hm --what results --month 2022-07 >b_july
same july b_july
same a.json b.json

# A run over both months at once determines the same as one after the other.
$huimin init c.hm "$policy"
$huimin import c.hm households --format ndjson --month 2022-01 --quiet >/dev/null
$huimin recompute c.hm "$policy" --since 2022-06 --month 2022-07 --publish --quiet >/dev/null
$huimin export c.hm --what results --month 2022-07 >c_july
same july c_july
$huimin runs a.hm verify >/dev/null
$huimin runs c.hm verify >/dev/null
