#!/bin/sh
# guide.sh HUIMIN ROOT [--update] - follows docs/officer-guide.zh.md to the letter: blocks
# "```lua FILE" and "```csv FILE" are saved under that name ("```csv gb18030 FILE" as Excel saves
# it), lines "$ command" of the blocks "```console" are run, and what they print must be what the
# page shows (tests/cli/run.sh). --update writes the page anew.
set -eu
root=$2
page=$root/docs/officer-guide.zh.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/files"

# The page as one transcript: a hidden line before each block tells which it is.
awk -v files="$work/files" '
/^```console$/ { print "$ : block " ++blocks; inside = 1; next }
/^```(lua|csv) / {
    out = files "/" ++n
    path = $NF
    print NF == 3 ? "$ iconv -f utf-8 -t " $2 " $G/" n " >" path : "$ cp $G/" n " " path
    next
}
/^```$/ { inside = 0; if (out) close(out); out = ""; next }
inside { print; next }
out { print > out }' "$page" >"$work/transcript"

G=$work/files
TRANSCRIPT_LANG=zh_CN.UTF-8
HUIMIN_NOW=1782864000 # 2026-07-01
export G TRANSCRIPT_LANG HUIMIN_NOW
if [ "${3:-}" != --update ]; then
    sh "$root/tests/cli/run.sh" "$1" "$work/transcript"
    exit
fi
sh "$root/tests/cli/run.sh" "$1" "$work/transcript" --update
awk -v transcript="$work/transcript" '
BEGIN {
    while ((getline line < transcript) > 0) {
        if (line ~ /^\$ : block /)
            block++
        else if (line !~ /^\$ (cp|iconv).* \$G\//)
            text[block] = text[block] line "\n"
    }
}
/^```console$/ { print; printf "%s", text[++shown]; inside = 1; next }
/^```$/ { inside = 0 }
!inside { print }' "$page" >"$work/page"
cp "$work/page" "$page"
