#!/bin/sh
# made.sh HUIMIN ROOT - docs/huimin.1 and tools/huimin.bash are what cli/command.def says, the verbs
# in docs/repl.md what core/repl/verb.def says.
#   sh tests/check/made.sh build/release/huimin . --update    makes them anew
set -eu
huimin=$1
root=$2
# The page with the verbs put in between its two marks.
page()
{
    sed '/^<!-- verbs -->$/,$d' "$root/docs/repl.md"
    echo '<!-- verbs -->'
    "$huimin" help --verbs
    sed -n '/^<!-- end of verbs -->$/,$p' "$root/docs/repl.md"
}
unset LANG LC_ALL LC_MESSAGES LANGUAGE
if [ "${3:-}" = --update ]; then
    "$huimin" help --man >"$root/docs/huimin.1"
    "$huimin" help --completion >"$root/tools/huimin.bash"
    made=$(page)
    printf '%s\n' "$made" >"$root/docs/repl.md"
    exit 0
fi
"$huimin" help --man | diff -u "$root/docs/huimin.1" -
"$huimin" help --completion | diff -u "$root/tools/huimin.bash" -
page | diff -u "$root/docs/repl.md" -
bash -n "$root/tools/huimin.bash"
