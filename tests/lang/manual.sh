#!/bin/sh
# manual.sh HUIMIN ROOT - the examples of docs/language.md run: see the page's third paragraph.
set -eu
huimin=$1
root=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/policy"

# Blocks "```lua FILE" and "```csv FILE" go to files, "```lua example OF" to numbered lists of
# expressions and values, "```lua refused" to policies of their own.
awk -v dir="$work" '
/^```(lua|csv) / {
    kind = $2
    if (kind == "refused")
        out = dir "/refused." ++refused ".lua"
    else if (kind == "example")
        out = dir "/example." $3
    else
        out = dir "/policy/" kind
    next
}
/^```$/ && out { out = ""; next }
out ~ /example\.[a-z]+$/ { print NR " " $0 > out }
out && out !~ /example\.[a-z]+$/ { print > out }
' "${MANUAL:-$root/docs/language.md}"

# An expression and its value: a variable that is true when they are equal; its error or its
# missing facts: the variable is the comparison of the expression with itself.
for of in household person; do
    [ -f "$work/example.$of" ] || continue
    awk -v of="$of" -v dir="$work" '
    index($0, "-->") {
        name = "line_" $1 # of the page
        sub(/^[0-9]+ /, "")
        at = index($0, "-->")
        left = substr($0, 1, at - 1)
        right = substr($0, at + 4)
        said = right
        if (right ~ /^(missing|error) /)
            said = left
        printf "variable \"%s\" { of = %s, type = boolean, law = \"x\", result = true,\n", name, of
        printf "  formula = function (%s, law) return (%s) == (%s) end }\n", \
            of == "household" ? "family" : "person", left, said
        kind = right ~ /^missing / ? "expect_missing" : right ~ /^error / ? "expect_error" : "expect"
        sub(/^(missing|error) /, "", right)
        value = kind == "expect" ? "true" : kind == "expect_error" ? right : "{ " right " }"
        print kind, name, value > (dir "/wanted." of)
    }' "$work/example.$of" >>"$work/policy/examples.lua"
done
wanted()
{
    sed -n "s/^$2 \([a-z_0-9]*\) \(.*\)/\1 = \2,/p" "$work/wanted.$1"
}
cat >>"$work/policy/policy.lua" <<END
include "examples.lua"
END
cat >>"$work/policy/examples.lua" <<END
case "examples" { source = "docs/language.md", month = "2024-02", household = example_family,
  history = example_history,
  expect = { $(wanted household expect) persons = { { $(wanted person expect) } } },
  expect_missing = { $(wanted household expect_missing) },
  expect_error = { $(wanted household expect_error) } }
END

"$huimin" check "$work/policy" --quiet >"$work/check" 2>&1 || { cat "$work/check"; exit 1; }
"$huimin" test "$work/policy" >"$work/test" 2>&1 || { cat "$work/test"; exit 1; }
"$huimin" indicators "$work/policy" --month 2024-06 >"$work/indicators" 2>&1 || { cat "$work/indicators"; exit 1; }
count=$(cat "$work"/wanted.* | wc -l)
[ "$count" -gt 50 ] || { echo "only $count examples found"; exit 1; }

# A refused block ends with "-- " and a part of its message.
for block in "$work"/refused.*.lua; do
    rm -rf "$work/bad"
    cp -r "$work/policy" "$work/bad"
    cp "$block" "$work/bad/refused.lua"
    echo 'include "refused.lua"' >>"$work/bad/policy.lua"
    message=$(sed -n '$s/^-- //p' "$block")
    if "$huimin" check "$work/bad" --quiet >"$work/check" 2>&1; then
        echo "this is not refused:"
        cat "$block"
        exit 1
    fi
    grep -qF -- "$message" "$work/check" || { cat "$block" "$work/check"; exit 1; }
done
echo "$count expressions hold"
