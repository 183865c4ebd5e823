#!/bin/sh
# letters.sh HUIMIN ROOT [--update] - notices for families under Ningbo's policy: granted, refused,
# undetermined, and with arrears; as text, and one as a page. Chinese and the same bytes whatever
# the language of the user, and without ids or internal names. Made-up families.
set -eu
huimin=$(realpath "$1")
root=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
HUIMIN_NOW=1667260800
export HUIMIN_NOW
unset LANG LC_ALL LC_MESSAGES LANGUAGE
policy=$root/policies/cn/zhejiang/ningbo
"$huimin" init s.hm "$policy" --quiet
"$huimin" import s.hm "$root/tests/cli/letters.ndjson" --month 2022-01 --quiet >/dev/null
# June and July at the rate of a year before, then as they are
"$huimin" recompute s.hm "$policy" --since 2022-06 --month 2022-07 --set dibao_standard=1005@2022-06-01 --publish --quiet >/dev/null
for month in 2022-06 2022-07; do
    "$huimin" pay s.hm record --all --month $month --quiet >/dev/null
done
"$huimin" recompute s.hm "$policy" --since 2022-07 --month 2022-08 --publish --quiet >/dev/null
for family in granted-330203198001010011 refused-02 undetermined-03; do
    "$huimin" explain s.hm $family --letter
    echo ----
done >letters.txt
LANG=zh_CN.UTF-8 "$huimin" explain s.hm granted-330203198001010011 --letter >chinese.txt
"$huimin" explain s.hm granted-330203198001010011 --letter --html >letter.html

if [ "${3:-}" = --update ]; then
    cp letters.txt "$root/tests/cli/letters.expected"
    exit 0
fi
diff -u "$root/tests/cli/letters.expected" letters.txt
sed '/^----/,$d' letters.txt | cmp - chinese.txt
! grep -E '198001010011|_|persons|规则书|R[0-9]' letters.txt letter.html
# the page says the same as the text
sed -e 's/<style.*<\/style>//' -e 's/<title>.*<\/title>//' -e 's/<[^>]*>//g' letter.html | tr -d ' \n' >page
tr -d ' \n' <chinese.txt | cmp - page
"$huimin" explain s.hm refused-02 --letter --json 2>/dev/null && exit 1
"$huimin" explain s.hm refused-02 dibao_amount --letter 2>/dev/null && exit 1
exit 0
