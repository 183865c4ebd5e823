#!/bin/sh
# test.sh - builds everything twice and runs every test: Release with warnings as errors, then
# with the address, leak and undefined-behaviour sanitizers; then the tests of the fast engine
# with batches of 3 rows. Works on a bare Debian 12 as root or
# with sudo, any number of times.
#   sh tools/test.sh              all tests
#   sh tools/test.sh --valgrind   and the unit tests under valgrind, between the two
set -eu
cd "$(dirname "$0")/.."
. tools/packages.sh

valgrind=no
for argument in "$@"; do
    case $argument in
    --valgrind) valgrind=yes packages="$packages valgrind" ;;
    *)
        echo "usage: sh tools/test.sh [--valgrind]" >&2
        exit 2
        ;;
    esac
done
# The list must split into words.
# shellcheck disable=SC2086
packages_need $packages
jobs=$(nproc)
# Tests compare English texts and ask for Chinese themselves.
unset LC_ALL LC_MESSAGES LANGUAGE
LANG=C
export LANG

echo "== release, warnings are errors"
cmake --preset release -DHUIMIN_WERROR=ON >/dev/null
cmake --build --preset release -j "$jobs"
ctest --preset release -j "$jobs"

if [ $valgrind = yes ]; then
    echo "== unit tests under valgrind"
    sh tests/check/valgrind.sh build/release
fi

echo "== address, leak and undefined-behaviour sanitizers"
cmake --preset asan -DHUIMIN_WERROR=ON >/dev/null
cmake --build --preset asan -j "$jobs"
ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 ctest --preset asan -j "$jobs"

echo "== the fast engine with batches of 3 rows"
cmake --preset tiny-batch -DHUIMIN_WERROR=ON >/dev/null
cmake --build --preset tiny-batch -j "$jobs" \
    --target diff_engines test_engines test_vecprogram test_vecinfo
ctest --preset tiny-batch -j "$jobs" -R '^(diff/|unit/test_(engines|vecprogram|vecinfo)$)'
