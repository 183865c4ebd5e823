#!/bin/sh
# tamper.sh HUIMIN TINY [FLIPS] - copies of a store with a byte changed. Aimed at what matters (a
# payment, a determination, a journal entry, a run's reason, who changed facts, a publication):
# `runs verify` says whose it is, `runs verify --journal` which entries do not fit any more. Then
# one bit somewhere, all over the file: either it is found, or nothing that can be asked for has
# changed (free pages). Nothing crashes, whatever the byte was.
set -eu
huimin=$(realpath "$1")
tiny=$(realpath "$2")
flips=${3:-30}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
HUIMIN_NOW=1667260800
export HUIMIN_NOW
fail()
{
    echo "tamper.sh: $*"
    exit 1
}
# F7 has 1005.00 - 405.00 = 600.00 yuan in June, and 100 less after the correction.
awk 'BEGIN { for (i = 1; i <= 60; i++)
    printf "{\"id\":\"F%d\",\"division_code\":\"990101001\",\"income\":%d,\"persons\":[{\"id\":\"p1\",\"birth_date\":\"1980-05-01\"}]}\n",
        i, i == 7 ? 405 : i == 8 ? 105 : 90000 }' >families.ndjson
sed -n '7s/"income":405/"income":505/p' families.ndjson >changed.ndjson
"$huimin" init s.hm "$tiny"
"$huimin" import s.hm families.ndjson --month 2022-01 --quiet --reason 'intake in January' >out
"$huimin" recompute s.hm "$tiny" --month 2022-06 --quiet --reason 'the run of June' >out
"$huimin" runs s.hm publish 1 --reason 'approved by the board' >out
"$huimin" pay s.hm record --all --month 2022-06 --reason 'bank of 5 June' --quiet >out
"$huimin" import s.hm changed.ndjson --month 2022-06 --quiet --reason 'income corrected' >out
"$huimin" recompute s.hm "$tiny" --month 2022-06 --publish --quiet >out
"$huimin" pay s.hm record --all --month 2022-07 --quiet >out 2>&1 || true
asked()
{
    "$huimin" export "$1" --month 2022-06 --quiet
    "$huimin" export "$1" --what results --month 2022-06 --run 1 --quiet
    "$huimin" export "$1" --what results --month 2022-06 --quiet
    "$huimin" export "$1" --what payments --month 2022-06 --quiet
    "$huimin" runs "$1" journal
    "$huimin" runs "$1"
    "$huimin" pay "$1" batches
}
asked s.hm >right
"$huimin" runs s.hm verify >out
"$huimin" runs s.hm verify --journal >out

# verify OPTION: exit code in code, what it said in out.
verify()
{
    code=0
    # shellcheck disable=SC2086
    "$huimin" runs t.hm verify ${1:-} >out 2>&1 || code=$?
    [ $code -le 3 ] || fail "$what: exit $code: $(cat out)"
}
# aimed WHAT SED FOUND JOURNAL: the bytes are changed wherever they stand; the verification of the
# store names FOUND, that of the journal JOURNAL ("-": it does not go into values).
aimed()
{
    what=$1
    LC_ALL=C sed "$2" s.hm >t.hm
    chmod 600 t.hm
    ! cmp -s s.hm t.hm || fail "$what: its bytes are not in the store"
    verify
    [ $code -eq 3 ] && grep -qF -- "$3" out || fail "$what: exit $code: $(cat out)"
    [ "$4" != - ] || return 0
    verify --journal
    [ $code -eq 1 ] && grep -q 'the journal is NOT sound' out && grep -qF -- "$5" out ||
        fail "$what: exit $code: $(cat out)"
}
# 600.00 yuan are 60000 fen: 60 EA 00 00, or 60 EA in a column of two bytes; 600.01 instead
aimed 'a determination' 's/\x60\xea/\x61\xea/g' 'the damage is in run 1, results for 2022-06' -
aimed 'a journal entry' 's/intake in January/intake in Jamuary/g' 'the damage is in change 1 of the facts' + \
    'journal entry 1 is damaged'
aimed 'a run' 's/the run of June/the run of Jume/g' 'the damage is in run 1' + 'journal entry 2 is damaged'
aimed 'a publication' 's/approved by the board/approved by the beard/g' \
    'the damage is in what is published for 2022-06' + 'publication 1 has no journal entry'
aimed 'a payment batch' 's/bank of 5 June/bank of 6 June/g' 'the damage is in payment batch 1' + \
    'journal entry 4 is damaged'
aimed 'a change' 's/income corrected/income corrupted/g' 'the damage is in change 2 of the facts' + \
    'journal entry 5 is damaged'

# flip AT: one bit of the byte AT of t.hm
flip()
{
    byte=$(od -An -tu1 -j "$1" -N 1 t.hm | tr -d ' ')
    # shellcheck disable=SC2059
    printf "\\$(printf '%03o' $((byte ^ (1 << ($1 % 8)))))" |
        dd of=t.hm bs=1 seek="$1" conv=notrunc 2>/dev/null
}
bytes=$(stat -c %s s.hm)
found=0
n=1
while [ $n -le "$flips" ]; do
    at=$(($(echo "$n" | cksum | cut -d' ' -f1) % bytes))
    what="byte $at"
    cp s.hm t.hm
    flip $at
    verify
    if [ $code -ne 0 ]; then
        found=$((found + 1))
        grep -qE 'damaged|store' out || fail "$what: says nothing: $(cat out)"
    else
        verify --journal
        [ $code -eq 0 ] || fail "$what: only the journal finds it: $(cat out)"
        asked t.hm >now 2>&1 || fail "$what: cannot be asked: $(tail -1 now)"
        cmp -s right now || fail "$what: not found, and something else is said now"
    fi
    n=$((n + 1))
done
[ $found -gt 0 ] || fail "no flipped bit was found"
echo "6 aimed changes found and named; of $flips flipped bits $found found, the others changed nothing"
