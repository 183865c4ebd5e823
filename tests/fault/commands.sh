#!/bin/sh
# commands.sh HUIMIN TINY - whole commands while an allocation, a write or a sync fails: they end
# with an exit code of their own and a message, no sanitizer has anything to say, and the store
# opens, verifies and publishes what it published before or what the command was to publish.
# Prints how often each command went on without what failed, and how often it was stopped.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
HUIMIN_NOW=1667260800
export HUIMIN_NOW
cat >families <<'X'
{"id":"F1","division_code":"990101001","income":2010,"persons":[{"id":"p1","birth_date":"1980-05-01"}]}
{"id":"F2","division_code":"990102001","income":500,"persons":[{"id":"p1","birth_date":"1930-05-01"}]}
{"id":"F3","division_code":"990102001","persons":[{"id":"p1","birth_date":"1990-05-01"}]}
X
cat >asked <<'X'
set standard = 1400
diff by size
sweep standard 1000..1400 by 200
plot sweep.html
who dibao_amount changed by > 5 and size > 0
scenario save rise.lua
print(law.standard * 2, family("T1").dibao_amount)
X
$huimin init base.hm "$tiny"
$huimin import base.hm families --format ndjson --month 2022-01 --quiet >out
$huimin recompute base.hm "$tiny" --month 2022-06 --publish --quiet >out
$huimin recompute base.hm "$tiny" --month 2022-07 --engine lua --quiet >out
$huimin pay base.hm record --all --month 2022-06 --quiet >out
$huimin export base.hm --what results --month 2022-06 >published
failed=0
: >tally
say()
{
    echo "$*"
    failed=1
}

# try KIND N COMMAND... - w.hm is a fresh copy of the store.
try()
{
    fault=$1:$2
    shift 2
    cp base.hm w.hm
    rm -f w.hm-lock
    code=0
    HUIMIN_FAULT=$fault "$huimin" "$@" >out 2>err || code=$?
    ! grep -qE 'Sanitizer|runtime error|Assertion' err || say "$fault: $*: $(head -3 err)"
    case $1 in runs | pay) word="$1 $3" ;; *) word=$1 ;; esac
    echo "$word,${fault%%:*},$code" >>tally
    case $code in
    0) ;;
    1 | 3) [ -s err ] || say "$fault: $*: exit $code without a message" ;;
    *) say "$fault: $*: exit $code" ;;
    esac
    "$huimin" runs w.hm verify >out 2>err || say "$fault: after $*: $(cat err)"
    "$huimin" runs w.hm verify --journal >out 2>err || say "$fault: after $*: $(cat err)"
    [ ! -e copy.hm ] || "$huimin" runs copy.hm verify >out 2>err || say "$fault: a backup: $(cat err)"
    rm -f copy.hm copy.hm-lock
    left=$(ls | grep -c 'new-' || true)
    [ "$left" -eq 0 ] || say "$fault: after $*: $(ls)"
    "$huimin" export w.hm --what results --month 2022-06 >now 2>err || true
    cmp -s published now || say "$fault: after $*: the published results changed"
}

n=1
while [ $n -le 200 ]; do
    try alloc $n recompute w.hm "$tiny" --month 2022-08 --publish --threads 2 --quiet
    try alloc $((n + 3)) recompute w.hm "$tiny" --since 2022-07 --month 2022-08 --engine lua --quiet
    try alloc $((n + 5)) import w.hm families --format ndjson --month 2022-03 --quiet
    try alloc $((n + 6)) runs w.hm diff 1 2
    try alloc $((n + 8)) explain w.hm F2 --html
    if [ $((n % 2)) -eq 1 ]; then
        try alloc $((n + 1)) runs w.hm publish 2
        try alloc $((n + 2)) runs w.hm verify --journal
        try alloc $((n + 4)) compact w.hm
        try alloc $((n + 7)) backup w.hm copy.hm
        try alloc $((n + 9)) stats w.hm
        try alloc $((n + 10)) pay w.hm list --month 2022-06 --format csv
        try alloc $((n + 3)) explain w.hm F2 --letter
        try alloc $((n * 17)) repl w.hm "$tiny" asked --month 2022-06 --quiet
    fi
    n=$((n + 11))
done
for kind in write sync; do
    for n in 1 2 3 5 8; do
        try $kind $n recompute w.hm "$tiny" --month 2022-08 --publish --quiet
        try $kind $n import w.hm families --format ndjson --month 2022-03 --quiet
        try $kind $n runs w.hm publish 2
        try $kind $n delete w.hm F1 --month 2022-08
        try $kind $n compact w.hm
        try $kind $n backup w.hm copy.hm
        try $kind $n pay w.hm record --all --month 2022-06 --since 2022-06
    done
done
awk -F, '{ n[$1, $2, $3 > 0]++; names[$1] = 1 }
    END { for (x in names) printf "%s,%d,%d,%d,%d,%d,%d\n", x,
        n[x, "alloc", 0], n[x, "alloc", 1], n[x, "write", 0], n[x, "write", 1], n[x, "sync", 0], n[x, "sync", 1] }' tally |
    LC_ALL=C sort | awk -F, 'BEGIN { print "went on / stopped     allocation      write       sync" }
        { printf "%-20s %5d /%4d %5d /%4d %5d /%4d\n", $1, $2, $3, $4, $5, $6, $7 }'
exit $failed
