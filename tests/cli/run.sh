#!/bin/sh
# run.sh HUIMIN TRANSCRIPT [--update] - replays a transcript and compares. A transcript is lines
# "$ command", each followed by all it prints (both streams) and "[N]" when it exits with N. The
# commands run by sh in an empty folder; $T is a copy of tests/cli in it. Times, rates and the
# user's name are replaced, since they differ from run to run. HUIMIN_NOW and TRANSCRIPT_LANG may
# say another time and language.
set -eu
huimin=$(realpath "$1")
transcript=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/in" "$work/bin"
cp -r "$(dirname "$0")" "$work/in/tests" # a short path, the same everywhere
T=tests
export T
ln -s "$huimin" "$work/bin/huimin"
PATH=$work/bin:$PATH
HUIMIN_NOW=${HUIMIN_NOW:-1667260800} # 2022-11-01
export PATH HUIMIN_NOW
unset LANG LC_ALL LC_MESSAGES LANGUAGE
if [ -n "${TRANSCRIPT_LANG:-}" ]; then
    LANG=$TRANSCRIPT_LANG
    export LANG
fi
cd "$work/in"

grep '^\$ ' "$transcript" | cut -c3- >"$work/commands"
while IFS= read -r command; do
    printf '$ %s\n' "$command"
    code=0
    sh -c "$command" 2>&1 </dev/null || code=$?
    [ $code -eq 0 ] || echo "[$code]"
done <"$work/commands" |
    sed -e "s/\([ \"]\)$(id -un)\([ \",]\|\$\)/\1USER\2/g" \
        -e 's/[0-9]*\.[0-9]* s, [0-9]* /T s, R /' -e 's/用时 [0-9.]* 秒，每秒 [0-9]*/用时 T 秒，每秒 R/' \
        -e 's/"elapsed_ms":[0-9]*/"elapsed_ms":T/g' >"$work/got"

if [ "${3:-}" = --update ]; then
    cp "$work/got" "$transcript"
    exit 0
fi
diff -u "$transcript" "$work/got"
