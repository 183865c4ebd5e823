#!/bin/sh
# coverage_selftest.sh HUIMIN ROOT - tools/coverage.sh finds what it must find, in a small tree.
set -eu
huimin=$(realpath "$1")
root=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/policies/cn/city" "$work/docs" "$work/tests"
cd "$work"
touch tests/a.c
cat >rulebook <<'X'
id,kind,place,title,reason
NB21-01,ENT,cn,a right,
NB21-02,PAR,cn,a standard,
NB21-03,KPI,cn,a count,
NB21-04,STF,city,a number of workers,
JY-T1-01,FACT,city,a statistic,
B1-01,ENT,cn,another right,
LY-14,REV,cn,a review,
LY-15,REV,cn,another review,
F-01,TRAP,all,a trap,"tests/a.c, and no more"
A6-01,NAME,all,a name,name
X
cat >nation <<'X'
policy { zh = "国" }
entity "household" { zh = "家庭" }
input "income" { of = household, type = money, zh = "收入" }
parameter "line" { zh = "标准", type = money, ["2020-01-01"] = { yuan(10), source = "文件(规则书 NB21-02)" } }
variable "grant" { of = household, type = money, result = true, zh = "补助", law = "规则书 NB21-01、B1-01",
  formula = function (family, law) return law.line end }
variable "review" { of = household, type = integer, result = true, note = "LY-14..15", formula = function (f, law) return 1 end }
indicator "number" { of = household, unit = "户", numerator = function (f, law) return 1 end, law = "规则书 NB21-03",
  target = { ["2030-01-01"] = { at_least = 1, source = "规则书 NB21-04" } } }
check "c" { law = "NB21-02", from = "2020-01", test = function (law) return law.line > yuan(1), "低" end }
case "NB21-01-1" { month = "2021-01", household = {}, expect = { grant = 10 } }
case "B1-17" { source = "规则书 B1-01", month = "2021-01", household = {}, expect = { grant = 10 } }
case "k" { zh = "复核 LY-14..15", month = "2021-01", household = {}, expect = { review = 1 } }
X
cat >city <<'X'
policy { zh = "市", division = "3301" }
parameter "line" { override = true, ["2020-01-01"] = { yuan(20), source = "市文件", note = "JY-T1-01" } }
X
failed=0

# try WHAT EXPECTED-TEXT: the tree as it stands; an empty text: all is well.
try()
{
    code=0
    sh "$root/tools/coverage.sh" "$huimin" . >out 2>&1 || code=$?
    if [ -z "$2" ]; then
        [ $code -eq 0 ] || { echo "$1: $(cat out)"; failed=1; }
    elif [ $code -eq 0 ] || ! grep -qF "$2" out; then
        echo "$1: expected \"$2\", exit $code:"
        cat out
        failed=1
    fi
    fresh
}
fresh()
{
    cp rulebook policies/rulebook.csv
    cp nation policies/cn/policy.lua
    cp city policies/cn/city/policy.lua
}

fresh
sh "$root/tools/coverage.sh" "$huimin" . --update
grep -q '^| all | 10 | 8 | 7 | 2 | 0 |$' docs/coverage.md || { sed -n '/^| all/p' docs/coverage.md; failed=1; }
grep -q '^| JY-T1-01 .* parameter `line` in cn/city/policy.lua | - |$' docs/coverage.md ||
    { grep JY-T1 docs/coverage.md; failed=1; }
try "as it is" ""
echo 'NB21-05,ENT,cn,a right nobody holds,' >>policies/rulebook.csv
try "an open row" "NB21-05: nothing holds this row"
sed -i 's/"NB21-01-1"/"x"/' policies/cn/policy.lua
try "a right without a case" "NB21-01: no case proves this row"
sed -i 's/"NB21-01-1"/"x"/; s/law = "NB21-02"/law = "NB21-01"/' policies/cn/policy.lua
try "a right that only a check quotes" "NB21-01: no case proves this row"
sed -i 's/source = "规则书 B1-01"/source = "x"/; s/"B1-17"/"B1-01"/' policies/cn/policy.lua
try "a case numbered like a row" "B1-01: no case proves this row"
sed -i 's/NB21-03/NB21-33/' policies/cn/policy.lua
try "an id that is no row" "quotes NB21-33, which is no row"
sed -i 's/LY-14\.\.15"/LY-14..16"/' policies/cn/policy.lua
try "a range beyond the rows" "quotes LY-16, which is no row"
sed -i 's/XNB21-02/&/; s/(规则书 NB21-02)/XNB21-02/; s/law = "NB21-02"/law = "NB21-021"/' policies/cn/policy.lua
try "an id inside another word" "NB21-02: nothing holds this row"
rm tests/a.c
try "a reason that names a file" "names tests/a.c, which is not there"
touch tests/a.c
echo 'LY-14,REV,cn,twice,' >>policies/rulebook.csv
try "a row twice" "LY-14 stands here twice"
sed -i 's/^F-01.*/F-01,TRAP,all,a trap, with a comma,x/' policies/rulebook.csv
try "a cell too many" "expected 5 cells, found 6"
echo 'A6-02,NAME,all,another name,name' >>policies/rulebook.csv
try "an old page" "docs/coverage.md is out of date"
try "again as it is" ""
exit $failed
