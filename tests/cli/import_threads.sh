#!/bin/sh
# import_threads.sh HUIMIN POLICY - checks of data while several threads read: identity numbers that
# stand twice far apart, wrong ones, unknown divisions. The same messages, list and store as with
# one thread. Made-up numbers.
set -eu
huimin=$(realpath "$1") policy=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
awk 'function number(i,    base, sum, k) {
    split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", weight, " ")
    base = sprintf("33079919%02d%02d%02d%03d", 40 + i % 50, i % 12 + 1, i % 28 + 1, i % 1000)
    for (k = sum = 0; k < 17; ) sum += substr(base, ++k, 1) * weight[k]
    return base substr("10X98765432", sum % 11 + 1, 1)
}
BEGIN {
    print "id,division_code" >"homes.csv"
    print "household,id,id_number,relation" >"persons.csv"
    for (i = 1; i <= 9000; i++) {
        print "H" i "," (i % 700 == 0 ? "331199" : "330782") >"homes.csv"
        text = number(i)
        if (i % 900 == 0) text = number(i - 450)
        if (i % 1100 == 0) text = substr(text, 1, 17) "Y"
        print "H" i ",p1," text ",本人" >"persons.csv"
        if (i % 2500 == 0) print "H" i ",p2," text ",配偶" >"persons.csv"
    }
}'
for threads in 1 3; do
    "$huimin" init s$threads.hm "$policy"
    "$huimin" import s$threads.hm homes.csv persons.csv --month 2024-07 --threads $threads \
        --skip-bad --errors errors$threads.csv 2>messages$threads | sed 's/ in .*//' >counts$threads
    "$huimin" export s$threads.hm --month 2024-07 --unmasked >facts$threads
done
for what in messages counts facts; do
    cmp $what"1" $what"3"
done
cmp errors1.csv errors3.csv
grep -q 'stands in household H450 as well' errors1.csv
grep -q 'stands twice in this household' errors1.csv
grep -q 'is no identity number' errors1.csv
grep -q 'there is no division 331199' messages1
grep -q ' 21 refused' counts1 || { cat counts1; exit 1; }
