#!/bin/sh
# day.sh HUIMIN ROOT [TRANSCRIPT] - an operator's days in November 2024, when Yiwu's standard rose from
# 1100 to 1145 yuan, on the city's own policy with 300 made-up households and two named couples:
# import, rehearsal, report, run, publication, payment; then both couples' incomes turn out to have been
# others since August: recomputation of four months, arrears of one and set-off of the other by
# month, the next list, a rollback, and verification of everything. The couples' amounts are worked
# out by hand in the comments; totals are added up from the rows that were written. TRANSCRIPT gets
# every command with what it printed.
set -eu
huimin=$(realpath "$1")
yiwu=$(realpath "$2")/policies/cn/zhejiang/yiwu
log=${3:+$(realpath "$3")}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE
: "${log:=$work/log}"
: >"$log"
ln -s "$yiwu" yiwu

fail()
{
    tail -60 "$log"
    echo "day.sh: $*"
    exit 1
}
at() # the clock, in China
{
    HUIMIN_NOW=$(TZ=UTC-8 date -d "$1" +%s)
    export HUIMIN_NOW
    printf '\n# %s\n' "$1" >>"$log"
}
# step CODE COMMAND...: runs it; what it prints is in out, and it must exit with CODE.
step()
{
    want=$1 code=0
    shift
    "$huimin" "$@" >out 2>&1 </dev/null || code=$?
    { printf '$ huimin'; for word; do
        case $word in *' '*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done; echo; cat out; } >>"$log"
    [ $code -eq 0 ] || echo "[$code]" >>"$log"
    [ $code -eq "$want" ] || fail "huimin $*: exit $code, expected $want"
}
# says TEXT...: the last step printed a line with each of these; runs of blanks count as one.
says()
{
    tr -s ' ' <out >squeezed
    for text; do
        grep -qF -- "$text" squeezed || fail "not printed: $text"
    done
}
is() # WHAT GOT SHOULD
{
    [ "$2" = "$3" ] || fail "$1: $2, expected $3"
}
# sum FILE COLUMN: of a CSV file, in yuan with two decimals; counted in fen.
sum()
{
    awk -F, -v column="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) at = i; next }
        { split($at, yuan, "."); fen += yuan[1] * 100 + yuan[2] }
        END { printf "%d.%02d\n", fen / 100, fen % 100 }' "$1"
}
# benefits MONTH [OPTION...]: total_benefit of all households as exported, added up.
benefits()
{
    month=$1
    shift
    "$huimin" export s.hm --what results --month "$month" --quiet "$@" |
        sed 's/.*"total_benefit":\([0-9]*\)\.\([0-9]*\).*/\1\2/' |
        awk '{ fen += $1 } END { printf "%d.%02d\n", fen / 100, fen % 100 }'
}
# dibao HOUSEHOLD MONTH [OPTION...]: as determined
dibao()
{
    id=$1 month=$2
    shift 2
    "$huimin" export s.hm --what results --month "$month" --quiet "$@" |
        sed -n "s/^{\"id\":\"$id\",.*\"dibao_amount\":\([0-9.]*\),.*/\1/p"
}
row() # HOUSEHOLD FILE: the row of a list without the columns that never change
{
    sed -n "s/^$1,,dibao_amount,330782001,//p" "$2"
}
with_thousands()
{
    echo "$1" | sed ':a;s/\([0-9]\)\([0-9]\{3\}\)\([.,]\)/\1,\2\3/;ta'
}

# The households. Two named couples; the other 300 are made up and never touched.
couple='{"id":"p1","birth_date":"1975-05-01"},{"id":"p2","birth_date":"1976-05-01"}'
cat >named.ndjson <<END
{"id":"CHEN","division_code":"330782001","countable_income":600,"persons":[$couple]}
{"id":"LIN","division_code":"330782001","countable_income":1000,"persons":[$couple]}
END
"$huimin" init made.hm yiwu
"$huimin" synth made.hm --households 300 --seed 5 --month 2024-07 --quiet >/dev/null
"$huimin" export made.hm --month 2024-07 --quiet -o others.ndjson
cat named.ndjson others.ndjson >families.ndjson

# Before: three months at 1100, published and paid. CHEN gets 1100 x 2 - 600 = 1600 a month, LIN
# 1100 x 2 - 1000 = 1200.
at '2024-08-01 09:00'
step 0 init s.hm yiwu
step 0 import s.hm families.ndjson --month 2024-07 --by li --reason 'first intake'
says 'households for 2024-07: 302 added, 0 replaced, 0 unchanged, 0 refused'
at '2024-10-28 09:00'
"$huimin" recompute s.hm yiwu --since 2024-08 --month 2024-10 --publish --quiet --by li >out
for month in 2024-08 2024-09 2024-10; do
    step 0 pay s.hm record --all --month $month --by wang
    says "paid "
    is "CHEN in $month" "$(dibao CHEN $month)" 1600.00
    is "LIN in $month" "$(dibao LIN $month)" 1200.00
done
october=$(benefits 2024-10)

# The rise. CHEN: 1145 x 2 - 600 = 1690; LIN: 1145 x 2 - 1000 = 1290.
at '2024-11-04 09:00'
step 0 recompute s.hm yiwu --month 2024-11 --plan
says 'dibao_standard: 1100.00 → 1145.00'
step 0 recompute s.hm yiwu --month 2024-11 --rehearse --report rehearsal.html --quiet
says 'rehearsal: nothing was stored' 'CHEN 1,600.00 1,690.00 +90.00' 'LIN 1,200.00 1,290.00 +90.00'
sed '1,/^cn/d' out >rehearsed
for text in '<!DOCTYPE html>' '2024-11' 1,690.00 '+90.00' '<svg' '</html>'; do
    grep -qiF -- "$text" rehearsal.html || fail "the page does not say $text"
done
! grep -qE '(src|href)="?https?:|<script[^>]*src' rehearsal.html || fail "the page needs the network"
step 1 runs s.hm show 2
says 'no run 2'
step 0 recompute s.hm yiwu --month 2024-11 --quiet --by li --reason '1145 yuan since November'
says 'run 2, not published'
sed '1,/^cn/d' out | cmp -s - rehearsed || fail "the run says something else than its rehearsal"
step 0 runs s.hm show 2
sed '1,/^cn/d' out | cmp -s - rehearsed || fail "runs show says something else than the run"
november=$(benefits 2024-11 --run 2)
says "each month $(with_thousands "$october") $(with_thousands "$november")"
step 1 pay s.hm list --month 2024-11
says 'no determination is in force for 2024-11'
step 0 runs s.hm publish 2 --by wang --reason 'approved in session 31'
says '2024-11: run 2 is in force'
step 0 pay s.hm list --month 2024-11 --format csv --quiet -o november.csv
lines=$(($(wc -l <november.csv) - 1))
step 0 pay s.hm list --month 2024-11
says "all benefits $lines $(with_thousands "$november") 0.00 0.00 $(with_thousands "$november")"
is 'the rows of November' "$(sum november.csv payable)" "$november"
is 'CHEN, November' "$(row CHEN november.csv)" 1690.00,1690.00,0.00,,0.00,,1690.00
is 'LIN, November' "$(row LIN november.csv)" 1290.00,1290.00,0.00,,0.00,,1290.00
sed -n 's/^\([A-Z0-9]*\),\([p0-9]*\),\([a-z_]*\),.*,\([0-9.]*\)$/\1,\2,\3,\4,paid/p' november.csv |
    sed '1i household,person,benefit,amount,status' >bank.csv
step 0 pay s.hm record bank.csv --month 2024-11 --by wang --reason 'bank, 5 November'
says "paid $lines $(with_thousands "$november")"
step 0 pay s.hm list --month 2024-11
says '0 households are paid'

# The correction: since August CHEN had 400 and not 600, LIN 1300 and not 1000. So CHEN is due
# 1100 x 2 - 400 = 1800 (200 more) until October and 1145 x 2 - 400 = 1890 (200 more) from November;
# LIN 900 (300 less) until October and 990 (300 less) from November.
at '2024-11-20 09:00'
sed 's/:600,/:400,/;s/:1000,/:1300,/' named.ndjson >corrected.ndjson
step 0 import s.hm corrected.ndjson --month 2024-08 --by li --reason 'incomes checked with the tax office'
says '0 added, 2 replaced, 0 unchanged, 0 refused'
at '2024-11-25 09:00'
step 0 recompute s.hm yiwu --since 2024-08 --month 2024-12 --quiet --by li --reason corrections
says '2024-08 0 0 1 1' '2024-11 0 0 1 1' '2024-08 dibao_amount 1 200.00 1 300.00' \
    '2024-11 dibao_amount 1 200.00 1 300.00' 'in all 800.00 1,200.00'
step 0 runs s.hm diff 1@2024-10 3@2024-10 --top 2
says 'CHEN 1,600.00 1,800.00 +200.00' 'LIN 1,200.00 900.00 -300.00'
step 0 runs s.hm publish 3 --by wang
says '2024-08: run 3 is in force' '2024-12: run 3 is in force'

# December's list. CHEN: 1890 and 4 x 200 arrears. LIN: 990, half of it (495) withheld of 4 x 300:
# all of August, 195 of September; 705 remain.
december=$(benefits 2024-12)
step 0 pay s.hm list --month 2024-12
says 'to be withheld from later months 705.00' '2024-09 3 dibao_amount 1 200.00 1 300.00 195.00'
step 0 pay s.hm list --month 2024-12 --format csv --quiet -o december.csv
is 'CHEN, December' "$(row CHEN december.csv)" \
    '1890.00,1890.00,800.00,2024-08:200.00 2024-09:200.00 2024-10:200.00 2024-11:200.00,0.00,,2690.00'
is 'LIN, December' "$(row LIN december.csv)" \
    '990.00,990.00,0.00,,495.00,2024-08:300.00 2024-09:195.00,495.00'
is 'the rows of December' "$(sum december.csv payable)" \
    "$(echo "$december" | awk '{ printf "%.2f", $1 + 800 - 495 }')"
is 'this month, December' "$(sum december.csv determined)" "$december"
step 0 pay s.hm list --month 2024-12 --format csv --part overpaid --quiet
sed 's/^LIN,,dibao_amount,330782001,//' out >over
cat >should <<END
household,person,benefit,division,month,due,paid,overpaid,withheld,rest,then
2024-08,900.00,1200.00,300.00,300.00,0.00,settled
2024-09,900.00,1200.00,300.00,195.00,105.00,later
2024-10,900.00,1200.00,300.00,0.00,300.00,later
2024-11,990.00,1290.00,300.00,0.00,300.00,later
END
diff -u should over >>"$log" || fail "LIN's overpayments by month"
step 0 explain s.hm LIN --letter --month 2024-12
says '2024年9月低保金：多发300.00元，本月抵扣195.00元，以后各月抵扣105.00元。' '尚应发给495.00元。'

# What was known before the correction is answered as before.
is 'LIN in October, now' "$(dibao LIN 2024-10)" 900.00
is 'LIN in October, as known' "$(dibao LIN 2024-10 --known-on 2024-11-19)" 1200.00
is 'October, as known' "$(benefits 2024-10 --known-on 2024-11-19)" "$october"
step 0 get s.hm LIN --month 2024-10 --known-on 2024-11-19
says '"countable_income":1000.00'
step 0 get s.hm LIN --month 2024-10 --known-on 2024-11-20
says '"countable_income":1300.00'
step 0 recompute s.hm yiwu --month 2024-10 --known-on 2024-11-19 --rehearse --quiet
says "each month $(with_thousands "$october") $(with_thousands "$october") 0.00"

# The correction is contested: everything is as it was, nothing is owed, and all of it is on record.
at '2024-11-26 09:00'
step 0 runs s.hm rollback 3 --by wang --reason 'LIN has appealed'
says '2024-08: run 1 is in force' '2024-11: run 2 is in force' '2024-12: nothing is in force'
is 'LIN in October, taken back' "$(dibao LIN 2024-10)" 1200.00
is 'November, taken back' "$(benefits 2024-11)" "$november"
step 0 pay s.hm list --month 2024-11
says '0 households are paid'
step 1 pay s.hm list --month 2024-12
says 'no determination is in force for 2024-12'
step 0 pay s.hm list --month 2024-12 --basis 3/4 --format csv --quiet
cmp -s out december.csv || fail "the list of December is not the same again"
step 0 runs s.hm
step 0 runs s.hm verify
says 'the store is sound'
step 0 runs s.hm verify 1
says 'run 1: 906 determinations evaluated again, all as they are stored'
step 0 runs s.hm verify 2
step 0 runs s.hm verify 3
step 0 runs s.hm verify --journal
says 'the journal is sound: 13 entries, 0 findings'
step 0 runs s.hm journal
says '12 publish 3' '13 rollback 4' 'LIN has appealed'
