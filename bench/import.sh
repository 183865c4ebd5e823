#!/bin/sh
# import.sh HUIMIN [HOUSEHOLDS] - how fast files are imported: a synthetic town (division 3302) is
# exported as NDJSON, CSV and gzip, and read into empty stores; bytes of the file by processor
# time (user and system, all threads) and by the clock. Made-up households only.
set -eu
huimin=$(realpath "$1")
households=${2:-200000}
policy=$(realpath "$(dirname "$0")/../policies/cn/zhejiang/ningbo")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$huimin" init town.hm "$policy"
"$huimin" synth town.hm --households "$households" --month 2024-01 --quiet >/dev/null
"$huimin" export town.hm --month 2024-01 --unmasked -o h.ndjson --quiet
"$huimin" export town.hm --month 2024-01 --unmasked -o h.csv --quiet
"$huimin" export town.hm --month 2024-01 --unmasked --entity persons -o persons.csv --quiet
gzip -kf h.ndjson

measure() # name, bytes of text, files
{
    name=$1 bytes=$2
    shift 2
    rm -f new.hm new.hm-lock
    "$huimin" init new.hm "$policy"
    bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null' - \
        "$huimin" import new.hm "$@" --month 2024-01 --quiet 2>time
    awk -v name="$name" -v bytes="$bytes" '{
        printf "%-12s %6.1f MB  %5.0f MB/s of processor time  %5.0f MB/s by the clock\n", name,
            bytes / 1e6, bytes / 1e6 / ($2 + $3), bytes / 1e6 / $1
    }' time
}
size()
{
    cat "$@" | wc -c
}
measure ndjson "$(size h.ndjson)" h.ndjson
measure csv "$(size h.csv persons.csv)" h.csv persons.csv
measure ndjson.gz "$(size h.ndjson)" h.ndjson.gz
