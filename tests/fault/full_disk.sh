#!/bin/sh
# full_disk.sh HUIMIN TINY - whole commands while the store's file may not grow beyond a limit, as on
# a full disk: exit 3 with a message, nothing lost, and the command (or `resume`) then does what it
# would have done.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
fail()
{
    echo "$*"
    exit 1
}
awk 'BEGIN { for (i = 1; i <= 40000; i++)
    printf "{\"id\":\"F%d\",\"division_code\":\"99010%d\",\"income\":%d,\"persons\":[{\"birth_date\":\"19%02d-03-01\"}]}\n",
        i, i % 5, 100 + i % 1500, i % 100 }' >a.ndjson
sed 's/"income":1/"income":7/' a.ndjson >b.ndjson
"$huimin" init base.hm "$tiny"
"$huimin" import base.hm a.ndjson --month 2022-01 --quiet >out
"$huimin" recompute base.hm "$tiny" --month 2022-06 --publish --quiet >out
"$huimin" export base.hm --what results --month 2022-06 >published
"$huimin" export base.hm --month 2022-08 >facts
bytes=$(stat -c %s base.hm)

# limited KIB COMMAND...: with room for so much more in any file.
limited()
{
    more=$1
    shift
    code=0
    (
        ulimit -f $(((bytes + more * 1024) / 512))
        exec "$huimin" "$@"
    ) >out 2>err || code=$?
    case $1 in runs | pay) word="$1 $3" ;; *) word=$1 ;; esac
    echo "$word,$code" >>tally
    case $code in
    0) ;;
    3) grep -q 'no space left' err || fail "$more KiB: $*: $(cat err)" ;;
    *) fail "$more KiB: $*: exit $code: $(cat err)" ;;
    esac
}
sound()
{
    "$huimin" runs w.hm verify >out 2>err || fail "$what: $(cat err)"
    "$huimin" runs w.hm verify --journal >out 2>err || fail "$what: $(cat err)"
    "$huimin" export w.hm --what results --month 2022-06 >now
    cmp -s published now || fail "$what: the published results changed"
}
full=0
for room in 0 64 600 100000; do
    what="$room KiB"
    rm -f w.hm*
    cp base.hm w.hm
    limited $room recompute w.hm "$tiny" --since 2022-08 --month 2022-10 --publish --quiet
    full=$((full + (code == 3)))
    mv err said
    sound
    [ $code -eq 0 ] || grep -q 'run 2 is not complete; what it has computed is kept' said ||
        [ "$("$huimin" runs w.hm --json | grep -c '"run":2')" = 0 ] || fail "$what: what to do is not said"
    if [ $code -eq 3 ] && "$huimin" runs w.hm --json | grep -q '"run":2,"state":"started"'; then
        "$huimin" runs w.hm resume 2 --quiet >out 2>err || fail "$what: resume: $(cat err)"
        "$huimin" runs w.hm publish 2 --quiet >out
    elif [ $code -eq 3 ]; then
        "$huimin" recompute w.hm "$tiny" --since 2022-08 --month 2022-10 --publish --quiet >out
    fi
    for month in 2022-08 2022-09 2022-10; do
        "$huimin" export w.hm --what results --month $month
    done | cksum >sums
    [ -e right ] || cp sums right
    cmp -s sums right || fail "$what: the resumed run differs"
    rm -f w.hm*
    cp base.hm w.hm
    limited $room import w.hm b.ndjson --month 2022-08 --quiet
    full=$((full + (code == 3)))
    sound
    [ $code -eq 0 ] || "$huimin" export w.hm --month 2022-08 | cmp -s facts - || fail "$what: import"
    limited $room pay w.hm record --all --month 2022-06 --quiet
    full=$((full + (code == 3)))
    sound
    "$huimin" recompute w.hm "$tiny" --month 2022-06 --full --quiet >out
    limited $room runs w.hm publish "$(awk '/^run/ { sub(",", "", $2); print $2; exit }' out)" --quiet
    full=$((full + (code == 3)))
    sound
    limited $((room - bytes / 2048)) compact w.hm --quiet
    full=$((full + (code == 3)))
    sound
    limited $((room - bytes / 2048)) backup w.hm copy.hm --quiet
    full=$((full + (code == 3)))
    [ $code -eq 0 ] || [ ! -e copy.hm ] || fail "$what: half a backup"
    rm -f copy.hm
    [ "$(find . -name '*.new-*')" = "" ] || fail "$what: $(ls)"
done
[ $full -ge 6 ] || fail "only $full commands found the disk full"
echo "$full commands found the disk full"
awk -F, '{ n[$1, $2]++; names[$1] = 1 }
    END { for (x in names) printf "%-14s %d stopped, %d had room\n", x, n[x, 3], n[x, 0] }' tally | LC_ALL=C sort
