#!/bin/sh
# examples.sh HUIMIN ROOT - every verb's example in docs/repl.md works with Ningbo's policy, in both
# languages; and what `diff` and `total` say is what a rehearsal with the same --set says, to the
# fen, for one city and for a region.
set -eu
huimin=$(realpath "$1")
root=$(realpath "$2")
policy=$root/policies/cn/zhejiang/ningbo
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset LANG LC_ALL LC_MESSAGES LANGUAGE VISUAL
HUIMIN_NOW=1735689600 # 2025-01-01
EDITOR=true
export HUIMIN_NOW EDITOR
fail()
{
    echo "$*"
    exit 1
}

"$huimin" init s.hm "$policy"
"$huimin" synth s.hm --households 800 --seed 7 --month 2024-01 --quiet >out

# Each example after a change, a step back and an answer, so that there is something to work on.
"$huimin" help --verbs | sed -n '/^```$/{n;p;n;}' >examples
[ "$(wc -l <examples)" -ge 25 ] || fail "too few examples: $(cat examples)"
: >script
while IFS= read -r example; do
    case $example in quit) continue ;; esac
    printf 'set dibao_standard = 1300\nset dibao_standard = 1310\nundo\ntotal dibao_amount by county\n' >>script
    printf '%s\nreset\n' "$example" >>script
done <examples
echo quit >>script
for LANG in C zh_CN.UTF-8; do
    export LANG
    timeout 240 "$huimin" repl s.hm "$policy" script --month 2025-01 >log 2>&1 ||
        fail "an example fails ($LANG): $(grep -B2 -A2 -E 'error:|错误:' log | head -20)"
done
unset LANG
[ -s rise.lua ] && [ -s rise.svg ] && [ -s rise.xlsx ] && [ -s monday.txt ] || fail "a file is missing"
"$huimin" recompute s.hm "$policy" --month 2025-01 --plan --scenario rise.lua >out ||
    fail "the scenario cannot be used by recompute"

# The same money as a rehearsal against what is published.
agree()
{
    store=$1 rules=$2
    shift 2
    "$huimin" recompute "$store" "$rules" --month 2025-01 --publish --quiet >out
    for change in "$@"; do
        "$huimin" recompute "$store" "$rules" --month 2025-01 --rehearse --set "$change" --json --quiet >rehearsal
        printf 'set %s\ndiff\ntotal dibao_amount\n' "$change" |
            timeout 240 "$huimin" repl "$store" "$rules" --month 2025-01 --json --quiet >answers
        python3 - "$change" <<'END' || fail "$change"
import json
import sys
rehearsal = json.load(open("rehearsal"), parse_float=str)["summary"]["months"][0]
answers = [json.loads(line, parse_float=str) for line in open("answers")]
diff, total = answers[1]["answer"]["months"][0], answers[2]["answer"][0]
for key in ("total", "benefits", "counties", "sizes", "ages", "moves"):
    if rehearsal[key] != diff[key]:
        sys.exit("%s differs:\n%s\n%s" % (key, rehearsal[key], diff[key]))
for benefit in rehearsal["benefits"]:
    if benefit["name"] == "dibao_amount":
        if benefit["before_month"] != total["before"] or benefit["after_month"] != total["total"]:
            sys.exit("total differs: %s %s" % (benefit, total))
        if benefit["after_month"] == "0.00":
            sys.exit("nobody gets anything: the test tests nothing")
        break
else:
    sys.exit("the rehearsal has no dibao_amount")
END
    done
}
agree s.hm "$policy" dibao_standard=1330 dibao_min_topup_ratio=0.4 dibao_standard=1100@2024-01-01
zhejiang=$root/policies/cn/zhejiang
"$huimin" init r.hm "$zhejiang"
"$huimin" synth r.hm --households 400 --seed 8 --month 2024-01 --quiet >out
agree r.hm "$zhejiang" dibao_standard=1330
