#!/bin/sh
# broken.sh HUIMIN [--write] - each folder of tests/lang/broken is a policy that cannot be loaded.
# `huimin check` must name every mistake with line and column, in English and in Chinese, as
# expected.en.txt and expected.zh.txt say (what goes to standard error), and end with 1. Where the
# folder has a folder `city`, that is the policy to check. --write writes the expectations anew.
set -eu
huimin=$(realpath "$1")
write=${2:-}
cd "$(dirname "$0")/broken"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset LC_ALL LC_MESSAGES LANGUAGE
HUIMIN_STDLIB=$(realpath ../../../stdlib)
export HUIMIN_STDLIB
failed=0
count=0

# $1 the case, $2 LANG, $3 the file of what is expected
check() {
    policy=$1
    [ ! -d "$1/city" ] || policy=$1/city
    rc=0
    LANG=$2 "$huimin" check "$policy" >"$work/out" 2>"$work/err" || rc=$?
    [ "$write" != --write ] || cp "$work/err" "$1/$3"
    if [ "$rc" != 1 ]; then
        echo "$1: exit code $rc, want 1"
        failed=1
    fi
    if ! diff -u "$1/$3" "$work/err" >"$work/diff" 2>&1; then
        echo "$1 ($2):"
        cat "$work/diff"
        failed=1
    fi
}

for folder in */; do
    folder=${folder%/}
    check "$folder" C expected.en.txt
    check "$folder" zh_CN.UTF-8 expected.zh.txt
    count=$((count + 1))
done
if [ "$count" -lt 25 ]; then
    echo "only $count broken policies were found"
    failed=1
fi
[ "$failed" = 0 ] && echo "$count broken policies, each message in both languages"
exit "$failed"
