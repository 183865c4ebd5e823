#!/bin/sh
# export.sh HUIMIN [HOUSEHOLDS] - how long exports take: facts and results of a synthetic town as
# NDJSON and CSV, by one thread and by two, to /dev/null. Made-up households only.
set -eu
huimin=$(realpath "$1")
households=${2:-1000000}
policy=$(realpath "$(dirname "$0")/../policies/cn/zhejiang/ningbo")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$huimin" init town.hm "$policy"
"$huimin" synth town.hm --households "$households" --month 2024-01 --quiet >/dev/null
"$huimin" recompute town.hm "$policy" --month 2024-01 --publish --quiet >/dev/null
for what in "households" "households --format csv" "households --format csv --entity persons" \
    "results" "results --format csv" "results --format csv --entity persons"; do
    for threads in 1 2; do
        # $what is several words.
        # shellcheck disable=SC2086
        bytes=$("$huimin" export town.hm --what $what --month 2024-01 --threads "$threads" \
            --quiet | wc -c)
        # shellcheck disable=SC2086
        bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null' - "$huimin" export town.hm \
            --what $what --month 2024-01 --threads "$threads" --quiet 2>times
        awk -v what="$what" -v threads="$threads" -v bytes="$bytes" '{
            printf "%-40s %6.0f MB  %d thread%s  %5.2f s by the clock  %5.2f s of processor time\n",
                what, bytes / 1e6, threads, (threads > 1 ? "s" : " "), $1, $2 + $3
        }' times
    done
done
