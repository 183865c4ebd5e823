#!/bin/sh
# sums.sh HUIMIN TOWN - the totals of a run's report are the sums of what was written: they are added
# up again from the exported results of both runs and the facts, by benefit, county, household
# size, age and size of change, and compared row by row with `runs show --format csv`.
set -eu
huimin=$(realpath "$1")
town=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE

# Families with facts that are missing, members who come and go, incomes that move.
families()
{
    awk -v turn="$1" -v from="$2" -v to="$3" 'BEGIN {
        for (i = from; i <= to; i++) {
            x = (i * 7919 + turn * 104729) % 3000
            printf "{\"id\":\"F%04d\",\"division_code\":\"99030%d001\"", i, i % 5
            if ((i + turn) % 23)
                printf ",\"income\":%d.%02d", x, x % 100
            if (i % 3 == 0)
                printf ",\"rent\":%d", x % 1000
            printf ",\"persons\":["
            n = (i + turn) % 10
            for (k = 0; k <= n; k++)
                printf "%s{\"id\":\"p%d\",\"birth_date\":\"19%02d-%02d-09\"}", k ? "," : "", k,
                    18 + (i * 3 + k * 17) % 80, 1 + (i + k) % 12
            print "]}"
        }
    }'
}
export_run()
{
    "$huimin" export s.hm --what results --run "$1" --month "$2" --format csv >results."$1"
    "$huimin" export s.hm --what results --run "$1" --month "$2" --format csv --entity persons >members."$1"
}
families 1 1 900 >a.ndjson
families 2 300 1000 >b.ndjson
"$huimin" init s.hm "$town"
"$huimin" import s.hm a.ndjson --month 2022-01 --quiet >log
"$huimin" recompute s.hm "$town" --month 2022-05 --publish --quiet >log
"$huimin" import s.hm b.ndjson --month 2022-06 --quiet >log
"$huimin" delete s.hm F0007 F0400 --month 2022-06 >log
"$huimin" recompute s.hm "$town" --month 2022-06 --quiet >log
export_run 1 2022-05
export_run 2 2022-06
"$huimin" export s.hm --month 2022-06 --format csv >facts
"$huimin" export s.hm --month 2022-06 --format csv --entity persons >people
"$huimin" runs s.hm show 2 --format csv >report
LC_ALL=C awk -F, '
function fen(text) { sub(/\./, "", text); return text + 0 }
function yuan(f,   sign) { sign = f < 0 ? "-" : ""; f = f < 0 ? -f : f
    return sprintf("%s%d.%02d", sign, int(f / 100), f % 100) }
function heads(file,   line, n, i) { getline line <file; n = split(line, name, ",")
    for (i = 1; i <= n; i++) at[file, name[i]] = i }
function count(key, was, is, known) {
    line_of[key] = 1
    sum[key, "before"] += was; sum[key, "after"] += is
    sum[key, "before_count"] += was > 0; sum[key, "after_count"] += is > 0
    if (!known) sum[key, "unknown"]++
    else if (!was && !is) sum[key, "none"]++
    else if (was == is) sum[key, "same"]++
    else if (!was) sum[key, "in"]++
    else if (!is) sum[key, "out"]++
    else sum[key, is > was ? "up" : "down"]++
}
function bin(change,   size, k) {
    if (!change) return
    size = change < 0 ? -change : change
    for (k = 1; k <= 6 && size > edge[k]; k++) ;
    sum["change," (change < 0 ? "fall " : "rise ") yuan(edge[k - 1]) ".." (k <= 6 ? yuan(edge[k]) : "")]++
}
function age_group(date,   a) {
    split(date, day, "-")
    a = 2022 - day[1] - (day[2] > 6)
    return a < 18 ? "0-17" : a < 60 ? "18-59" : a < 70 ? "60-69" : a < 80 ? "70-79" : a < 90 ? "80-89" : a < 100 ? "90-99" : "100+"
}
function read_run(r,   file, i, cell) {
    file = "results." r; heads(file)
    while ((getline line <file) > 0) {
        split(line, cell, ",")
        there[r, cell[1]] = 1; all[cell[1]] = 1
        for (i = 1; i <= 4; i++) value[r, cell[1], i] = cell[at[file, benefit[i]]]
    }
    file = "members." r; heads(file)
    while ((getline line <file) > 0) {
        split(line, cell, ",")
        members[r, cell[1]]++
        own[++persons] = r SUBSEP cell[1] SUBSEP cell[2]; paid[persons] = cell[at[file, "old_age_allowance"]]
    }
}
function put(section, n, key) {
    printf "%s,%s,%d,%d,%d,%d,%d,%d,%d,%d,%d,%s,%s\n", section, n, sum[key, "in"], sum[key, "out"], sum[key, "up"],
        sum[key, "down"], sum[key, "same"], sum[key, "none"], sum[key, "unknown"], sum[key, "before_count"],
        sum[key, "after_count"], yuan(sum[key, "before"]), yuan(sum[key, "after"])
}
BEGIN {
    split("dibao_amount rent_help heating old_age_allowance", benefit, " ")
    split("5000 10000 20000 50000 100000 200000", edge, " "); edge[0] = 0
    read_run(1); read_run(2)
    heads("facts")
    while ((getline line <"facts") > 0) { split(line, cell, ","); county[cell[1]] = substr(cell[2], 1, 6) }
    heads("people")
    while ((getline line <"people") > 0) { split(line, cell, ","); born[cell[1], cell[2]] = cell[3] }
    for (id in all) {
        was = is = 0; known = 1
        for (i = 1; i <= 4; i++) {
            a = value[1, id, i]; b = value[2, id, i]
            ok = (!((1, id) in there) || a != "") && (!((2, id) in there) || b != "")
            count("benefit," benefit[i], fen(a), fen(b), ok)
            was += fen(a); is += fen(b); known = known && ok
            if (i < 4) { families_was[id] += fen(a); families_is[id] += fen(b) }
        }
        count("total,", was, is, known)
        count("county," county[id], was, is, known)
        n = (2, id) in there ? members[2, id] : members[1, id]
        count("size," (n > 7 ? "8+" : n + 0), was, is, known)
        if (known) bin(is - was)
        sum["age,family", "before"] += families_was[id]; sum["age,family", "after"] += families_is[id]
        sum["age,family", "before_count"] += families_was[id] > 0; sum["age,family", "after_count"] += families_is[id] > 0
    }
    line_of["age,family"] = 1
    for (i = 1; i <= persons; i++) {
        split(own[i], part, SUBSEP)
        key = "age," (((part[2], part[3]) in born) ? age_group(born[part[2], part[3]]) : "")
        side = part[1] == 1 ? "before" : "after"
        line_of[key] = 1
        sum[key, side] += fen(paid[i]); sum[key, side "_count"] += fen(paid[i]) > 0
    }
    for (key in line_of) { split(key, part, ","); put(part[1], part[2], key) }
    for (key in sum) if (key ~ /^change,/) print key "," sum[key]
}' | sort >mine
# The same rows of the report; groups in which there is nothing stand in the report alone.
awk -F, '$3 == "total" || $3 == "benefit" || $3 == "county" || $3 == "size" || $3 == "age" {
    if ($6 + $7 + $8 + $9 + $10 + $11 + $12 + $13 + $14 > 0)
        print $3 "," $4 "," $6 "," $7 "," $8 "," $9 "," $10 "," $11 "," $12 "," $13 "," $14 "," $15 "," $16 }
    $3 == "change" && $17 > 0 { print $3 "," $4 "," $17 }' report | sort >theirs
awk -F, '{ n = 0; for (i = 3; i <= 11 && NF > 3; i++) n += $i; if (NF == 3 || n > 0) print }' mine | sort >mine.some
diff mine.some theirs
rows=$(wc -l <theirs)
[ "$rows" -gt 25 ] || { echo "only $rows rows were compared"; exit 1; }
echo "$rows rows are the sums of what was written"
