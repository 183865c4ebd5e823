#!/bin/sh
# arrears_real.sh HUIMIN ROOT - the rulebook's cases of arrears under the cities' own policies:
# Yiwu Y01 (200), a grace period that a rise leaves alone (Y09), Baotou B01 (810), B03
# (who left gets none there, and in Yiwu all: both in one region), B09 (2200), B11 (200); a death in
# Ningbo. Made-up families.
set -eu
huimin=$(realpath "$1")
root=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
HUIMIN_NOW=1767225600
export HUIMIN_NOW
unset LANG LC_ALL LC_MESSAGES LANGUAGE
yiwu=$root/policies/cn/zhejiang/yiwu
ningbo=$root/policies/cn/zhejiang/ningbo
baotou=$root/policies/cn/neimenggu/baotou
fail()
{
    echo "$*"
    exit 1
}
begin() # POLICY MONTH: a store of the families on standard input, whose facts hold from then on
{
    policy=$1
    rm -f s.hm s.hm-lock
    "$huimin" init s.hm "$policy" --quiet
    cat >families.ndjson
    "$huimin" import s.hm families.ndjson --month "$2" --quiet >/dev/null
}
changed() # facts of families on standard input from a month on
{
    cat >changed.ndjson
    "$huimin" import s.hm changed.ndjson --month "$1" --quiet >/dev/null
}
run() # SINCE MONTH [--set ...]
{
    since=$1 month=$2
    shift 2
    "$huimin" recompute s.hm "$policy" --since "$since" --month "$month" --publish --quiet "$@" >/dev/null
}
pay() # months, everybody as listed
{
    for m; do
        "$huimin" pay s.hm record --all --month "$m" --quiet >/dev/null
    done
}
line() # MONTH HOUSEHOLD BENEFIT: current, arrears, withheld, payable
{
    "$huimin" pay s.hm list --month "$1" --format csv --quiet |
        awk -F, -v h="$2" -v b="$3" '$1 == h && $3 == b { print $6, $7, $9, $11 }'
}
expect() # WHAT IS SHOULD
{
    [ "$2" = "$3" ] || fail "$1: $2, expected $3"
}

couple='{"id":"p1","birth_date":"1975-05-01"},{"id":"p2","birth_date":"1976-05-01"}'
three=$couple',{"id":"p3","birth_date":"2012-05-01"}'

# Yiwu: August and September were paid at 1050, the standard is 1100 since August
begin "$yiwu" 2023-07 <<END
{"id":"Y01","division_code":"330782001","countable_income":600,"persons":[$couple]}
END
run 2023-07 2023-09 --set dibao_standard=1050@2023-08-01
pay 2023-07 2023-08 2023-09
run 2023-08 2023-10
expect Y01 "$(line 2023-10 Y01 dibao_amount)" "1600.00 200.00 0.00 1800.00"

# Yiwu: in the grace period the amount is frozen; the rise of November leaves it alone
begin "$yiwu" 2024-02 <<END
{"id":"Y09","division_code":"330782001","countable_income":1500,"persons":[$three]}
{"id":"STAY","division_code":"330782001","countable_income":1500,"persons":[$three]}
END
changed 2024-03 <<END
{"id":"Y09","division_code":"330782001","countable_income":3750,"persons":[$three]}
END
run 2024-02 2024-11 --set dibao_standard=1100@2024-11-01
pay 2024-10 2024-11
run 2024-11 2024-12
expect Y09 "$(line 2024-12 Y09 dibao_amount)" "1800.00 0.00 0.00 1800.00"
expect "not in grace" "$(line 2024-12 STAY dibao_amount)" "1935.00 135.00 0.00 2070.00"

# Baotou: the first half-year at 795, then 840; who left in March gets nothing there
begin "$baotou" 2021-12 <<END
{"id":"B01","division_code":"150207001","region_class":"urban","countable_income":900,"persons":[$three]}
{"id":"B03","division_code":"150207001","region_class":"urban","countable_income":900,"persons":[$three]}
END
changed 2022-04 <<END
{"id":"B03","division_code":"150207001","region_class":"urban","countable_income":90000,"property_ok":false,"property_dibao":false,"persons":[$three]}
END
run 2022-01 2022-06 --set dibao_standard=795@2022-01-01
pay 2022-01 2022-02 2022-03 2022-04 2022-05 2022-06
run 2022-01 2022-07
expect B01 "$(line 2022-07 B01 dibao_amount)" "1620.00 810.00 0.00 2430.00"
expect B03 "$(line 2022-07 B03 dibao_amount)" ""
"$huimin" pay s.hm list --month 2022-07 --format csv --part held --quiet | grep -q '^B03,,dibao_amount,150207001,,,405.00,left$' ||
    fail "B03: not told why nothing is paid"

# Baotou: the blind man's two subsidies rose in July, the change is paid in November
begin "$baotou" 2024-01 <<END
{"id":"B11","division_code":"150207001","region_class":"urban","countable_income":0,"persons":[{"id":"p1","birth_date":"1980-05-01","disability_category":"sight","disability_level":2}]}
END
run 2024-07 2024-10 --set living_subsidy_standard=100@2024-07-01 --set care_subsidy_flat=100@2024-07-01
pay 2024-07 2024-08 2024-09 2024-10
run 2024-07 2024-11
expect B11 "$(line 2024-11 B11 living_subsidy)+$(line 2024-11 B11 care_subsidy)" "125.00 100.00 0.00 225.00+125.00 100.00 0.00 225.00"

# Baotou: the orphan's rate rose in January, the notice is of December
begin "$baotou" 2019-01 <<END
{"id":"B09","division_code":"150207001","region_class":"urban","persons":[{"id":"p1","birth_date":"2012-09-01","child_status":"dispersed_orphan","wage_income":0,"business_income":0,"property_income":0,"transfer_income":0}]}
END
run 2019-01 2019-11 --set 'child_benefit_standard[dispersed_orphan]=1500@2019-01-01'
pay 2019-01 2019-02 2019-03 2019-04 2019-05 2019-06 2019-07 2019-08 2019-09 2019-10 2019-11
run 2019-01 2019-12
expect B09 "$(line 2019-12 B09 orphan_allowance)" "1700.00 2200.00 0.00 3900.00"

# Ningbo: a death that is known two months late. The month of death is paid, the next one is not
begin "$ningbo" 2024-01 <<END
{"id":"OLD","division_code":"330203001","countable_income":90000,"persons":[{"id":"p1","birth_date":"1935-05-01"},{"id":"p2","birth_date":"1936-05-01"}]}
{"id":"LAST","division_code":"330203001","countable_income":90000,"persons":[{"id":"p1","birth_date":"1935-05-01"}]}
END
run 2024-01 2024-04
pay 2024-01 2024-02 2024-03 2024-04
changed 2024-02 <<END
{"id":"OLD","division_code":"330203001","countable_income":90000,"persons":[{"id":"p1","birth_date":"1935-05-01","death_date":"2024-02-20"},{"id":"p2","birth_date":"1936-05-01"}]}
{"id":"LAST","division_code":"330203001","countable_income":90000,"persons":[{"id":"p1","birth_date":"1935-05-01","death_date":"2024-02-20"}]}
END
run 2024-02 2024-05
expect "the widow's month, half of it withheld" "$(line 2024-05 OLD old_age_allowance)" "60.00 0.00 30.00 30.00"
"$huimin" pay s.hm list --month 2024-05 --format csv --part overpaid --quiet | cut -d, -f1,2,5,8- >over
cat >should <<END
household,person,month,overpaid,withheld,rest,then
LAST,p1,2024-03,60.00,0.00,60.00,reclaim
LAST,p1,2024-04,60.00,0.00,60.00,reclaim
OLD,p1,2024-03,60.00,30.00,30.00,later
OLD,p1,2024-04,60.00,0.00,60.00,later
END
diff -u should over
"$huimin" runs s.hm verify --quiet >/dev/null

# Both in one region: each place goes by its own clause
begin "$root/policies/cn" 2023-08 <<END
{"id":"THERE","division_code":"150207001","region_class":"urban","countable_income":900,"persons":[$three]}
{"id":"HERE","division_code":"330782001","countable_income":600,"persons":[$couple]}
END
run 2023-08 2023-08 --set dibao_standard=700@2023-08-01
pay 2023-08
changed 2023-09 <<END
{"id":"THERE","division_code":"150207001","region_class":"urban","countable_income":90000,"property_ok":false,"property_dibao":false,"persons":[$three]}
{"id":"HERE","division_code":"330782001","countable_income":60000,"property_ok":false,"property_dibao":false,"persons":[$couple]}
END
run 2023-08 2023-09
expect "left in Yiwu" "$(line 2023-09 HERE dibao_amount)" "0.00 800.00 0.00 800.00"
expect "left in Baotou" "$(line 2023-09 THERE dibao_amount)" ""
