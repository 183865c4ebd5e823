#!/bin/sh
# demo.sh - the main job, end to end: 200,000 synthetic Ningbo households, recomputed when the
# standard of 低保 rose from 1005 to 1181 yuan in July 2022. Shows who comes in, who goes out, who
# gets more or less, what it costs, and why one family gained. Works on a bare Debian 12 as root
# or with sudo, any number of times.
#   sh tools/demo.sh [HOUSEHOLDS]     in Chinese with LANG=zh_CN.UTF-8
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh
households=${1:-200000}
case $households in
*[!0-9]*)
    echo "usage: sh tools/demo.sh [HOUSEHOLDS]" >&2
    exit 2
    ;;
esac

# The list must split into words.
# shellcheck disable=SC2086
packages_need $packages

policy=policies/cn/zhejiang/ningbo
build=build/release
huimin=$build/huimin

cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)" >$build/build.log 2>&1 || {
    tail -40 $build/build.log >&2
    exit 1
}

store=$(mktemp -d)/ningbo.hm
trap 'rm -rf "$(dirname "$store")"' EXIT

say()
{
    printf '\n$ %s\n' "$*"
    "$@"
}

say $huimin init "$store" $policy
say $huimin synth "$store" --households "$households" --seed 20220701 --month 2022-01
say $huimin recompute "$store" $policy --month 2022-06 --publish --output "$store.first"
say $huimin recompute "$store" $policy --month 2022-07 --publish
say $huimin runs "$store" list

# A family that gained, chosen by the program: of those that had 低保金 before, the one whose
# 低保金 rose most.
family=$($huimin runs "$store" diff 1 2 --of dibao_amount --top 500 --json --quiet |
    sed 's/.*"top":\[//' | tr '}' '\n' |
    sed -n 's/.*"id":"\([^"]*\)","before":\([0-9.]*\),"after":\([0-9.]*\).*/\1 \2 \3/p' |
    awk '$2 > 0 && $3 > $2 { print $1; exit }')
if [ -n "$family" ]; then
    say $huimin explain "$store" "$family" --month 2022-07
fi
