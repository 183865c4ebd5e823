#!/bin/sh
# coverage.sh HUIMIN ROOT [--update | --gaps FOLDER] - docs/coverage.md: each row of the rulebook,
# what holds it and what proves it. Without an option: fails when a row is missing or unproved, when
# an id is quoted that does not exist, when a reason names a file that is not there, or when the page
# is out of date. --update writes the page. --gaps lists by place what is still to do.
set -eu
huimin=$1
root=$2
here=$(cd "$(dirname "$0")" && pwd)
case $huimin in */*) huimin=$(cd "$(dirname "$huimin")" && pwd)/$(basename "$huimin") ;; esac
unset LANG LC_ALL LC_MESSAGES LANGUAGE
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# For the gaps a policy that cannot be loaded for the moment is left out.
"$huimin" doc policies/cn --citations >"$work/citations.tsv" || [ "${3:-}" = --gaps ]
make() {
    LC_ALL=C awk -v mode="$1" -v gaps="${2:-}" -f "$here/coverage.awk" policies/rulebook.csv \
        "$work/citations.tsv"
}

if [ "${3:-}" = --gaps ]; then
    make gaps "$4"
    exit 0
fi
make page >"$work/coverage.md"
if [ "${3:-}" = --update ]; then
    cp "$work/coverage.md" docs/coverage.md
fi
make faults >"$work/faults"
tail -n +2 policies/rulebook.csv | grep -oE '(tests|core|docs|policies|stdlib)/[A-Za-z0-9_/]+\.[a-z]+' |
    LC_ALL=C sort -u | while read -r path; do
    [ -e "$path" ] || echo "policies/rulebook.csv names $path, which is not there"
done >>"$work/faults"
if [ -s "$work/faults" ]; then
    cat "$work/faults"
    exit 1
fi
diff -u docs/coverage.md "$work/coverage.md" || {
    echo "docs/coverage.md is out of date: sh tools/coverage.sh HUIMIN . --update"
    exit 1
}
