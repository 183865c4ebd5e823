#!/bin/sh
# valgrind.sh BUILD [NAME...] - runs the unit tests of a build (or those named) under valgrind;
# fails on any error or leak.
set -eu
build=$1
shift
failed=0
if [ $# -eq 0 ]; then
    set -- $(cd "$build/tests" && ls | grep '^test_[a-z0-9_]*$')
fi
for name in "$@"; do
    if ! valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect \
        --errors-for-leak-kinds=definite,indirect "$build/tests/$name" >"$build/valgrind.log" 2>&1
    then
        echo "FAILED under valgrind: $name" >&2
        cat "$build/valgrind.log" >&2
        failed=1
    else
        echo "clean: $name"
    fi
done
exit $failed
