#!/bin/sh
# import.sh HUIMIN [HOUSEHOLDS] - how fast files are imported: a synthetic town (division 3302) is
# exported as NDJSON, CSV, gzip and zstd, and read into empty stores by one thread and by two;
# bytes of text by processor time (user and system, all threads) and by the clock, the best of
# five. Made-up households only.
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
zstd -qkf h.ndjson 2>/dev/null || true

once() # threads, files
{
    threads=$1
    shift
    rm -f new.hm new.hm-lock
    "$huimin" init new.hm "$policy"
    bash -c 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null' - \
        "$huimin" import new.hm "$@" --month 2024-01 --threads "$threads" --quiet
}
measure() # name, bytes of text, files
{
    name=$1 bytes=$2
    shift 2
    for threads in 1 2; do
        for round in 1 2 3 4 5; do
            once "$threads" "$@" 2>&1
        done >times
        awk -v name="$name" -v threads="$threads" -v bytes="$bytes" '{
            cpu = $2 + $3
            if (NR == 1 || cpu < least) least = cpu
            if (NR == 1 || $1 < clock) clock = $1
        } END {
            printf "%-9s %7.1f MB  %d thread%s  %5.0f MB/s of processor time  %5.0f MB/s by the clock\n",
                name, bytes / 1e6, threads, (threads > 1 ? "s" : " "), bytes / 1e6 / least,
                bytes / 1e6 / clock
        }' times
    done
}
size()
{
    cat "$@" | wc -c
}
measure ndjson "$(size h.ndjson)" h.ndjson
measure csv "$(size h.csv persons.csv)" h.csv persons.csv
measure ndjson.gz "$(size h.ndjson)" h.ndjson.gz
[ ! -e h.ndjson.zst ] || measure ndjson.zst "$(size h.ndjson)" h.ndjson.zst
# Once more: every household is there already and is compared.
"$huimin" import town.hm h.ndjson --month 2024-02 --threads 1 --quiet >known
sed -n 1p known
