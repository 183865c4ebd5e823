#!/bin/sh
# masked.sh HUIMIN FOLDER - nothing that is printed or written about data with mistakes holds an
# identity number, an account number or a name: imports of records and tables, in both
# languages, with their error files, reports, exports, the journal. FOLDER: tests/cli/quality.
set -eu
huimin=$(realpath "$1")
data=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in"
cd "$work/in"
HUIMIN_NOW=1667260800 # 2022-11-01
export HUIMIN_NOW

# try ARGUMENTS: whatever it says goes to the heap that is searched.
try()
{
    "$huimin" "$@" >>../heap 2>&1 || echo "exit $?" >>../heap
}

for language in C.UTF-8 zh_CN.UTF-8; do
    LANG=$language
    export LANG
    rm -f ./*.hm
    try init s.hm "$data"
    for errors in e.csv e.ndjson; do
        try import s.hm "$data/families.ndjson" --month 2022-06 --errors $errors
        try import s.hm "$data/homes.csv" "$data/people.csv" --month 2022-06 --errors t$errors
        cat $errors t$errors >>../heap
    done
    try import s.hm "$data/families.ndjson" --month 2022-06 --skip-bad --json
    sed 's/"G1"/"G9"/' "$data/families.ndjson" >again.ndjson
    try import s.hm again.ndjson --month 2022-06 --skip-bad
    while IFS= read -r number; do # wherever it is typed
        printf '{"id":"%s","persons":[{"id":"%s","sex":"%s"}]}\n' "$number" "$number" "$number"
        printf '{"id":"D","persons":[{"id":"%s"},{"id":"%s"}]}\n' "$number" "$number"
        printf '{"id":"E","%s":1,"persons":[{"birth_date":"%s","disability_level":%s}]}\n' \
            "$number" "$number" "${number%[Xx]}"
        printf '{"id":"F","division_code":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa %s\n' "$number"
        printf '{"id":"H","division_code":"%s"}\n' "$number"
    done <"$data/numbers" >wrong.ndjson
    echo '{"id":"I","persons":[{"disability_level":3.30799198005011E+17}]}' >>wrong.ndjson
    try import s.hm wrong.ndjson --month 2022-06 --errors w.csv
    cat w.csv >>../heap
    try calc "$data" wrong.ndjson --month 2022-06
    try quality s.hm --month 2022-06
    try quality s.hm --month 2022-06 --json
    try quality s.hm --month 2022-06 --format csv
    try get s.hm G1 G9 --month 2022-06
    try export s.hm --month 2022-06
    try export s.hm --month 2022-06 --format csv --entity persons
    try recompute s.hm "$data" --month 2022-06
    try explain s.hm G1 --month 2022-06 --run 1
    try runs s.hm journal
done

for said in 'stands in household' '校验码不符' '330\*\*' '"G1"' 'e.csv\|families.ndjson'; do
    grep -q "$said" ../heap || {
        echo "masked.sh: nothing was said of $said" >&2
        exit 1
    }
done
cat "$data/numbers" "$data/names" >../planted
echo 3.30799198 >>../planted
if grep -n -F -f ../planted ../heap >../leaks; then
    echo "masked.sh: personal data unmasked:" >&2
    head -20 ../leaks >&2
    exit 1
fi
