#!/bin/sh
# record-repl.sh HUIMIN [HOUSEHOLDS] >docs/repl-session.md - records sessions on synthetic
# populations of Ningbo and Longyan in a real terminal (tmux), with the time of every answer. The
# stores are made under TMPDIR (1,000,000 households: 270 MB and 20 s each) and removed again.
set -eu
huimin=$(realpath "$1")
households=${2:-1000000}
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
tmux="tmux -L record-repl-$$"
trap '$tmux kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
unset LANG LC_ALL LC_MESSAGES LANGUAGE TMUX
cd "$root"

# Waits until the prompt stands alone at the end of the screen.
wait_prompt()
{
    tries=0
    until $tmux capture-pane -p -t s | sed '/^$/d' | tail -1 | grep -q '^huimin> *$'; do
        tries=$((tries + 1))
        [ $tries -lt 1800 ] || { echo "record-repl.sh: no answer" >&2; exit 1; }
        sleep 0.1
    done
}

# record TITLE POLICY MONTH: the lines of a session are standard input.
record()
{
    title=$1 policy=$2 month=$3
    "$huimin" init "$work/$title.hm" "$policy"
    "$huimin" synth "$work/$title.hm" --households "$households" --seed 2025 --month "$month" --quiet >"$work/out"
    $tmux -f /dev/null new-session -d -s s -x 136 -y 50 "cd '$root' && XDG_STATE_HOME='$work' LC_ALL=C.UTF-8 \
        '$huimin' repl '$work/$title.hm' '$policy' --month $month"
    $tmux set-option -t s history-limit 20000 >/dev/null
    wait_prompt
    while IFS= read -r line; do
        $tmux send-keys -t s -l "$line"
        $tmux send-keys -t s Enter
        sleep 0.2
        wait_prompt
    done
    printf '## %s: %s households, %s\n```\n' "$title" "$households" "$month"
    $tmux capture-pane -p -S - -t s | sed -e 's/ *$//' | sed -e '/^huimin>$/d' -e :a -e '/^\n*$/{$d;N;ba' -e '}'
    echo '```'
    $tmux kill-session -t s
    rm -f "$work/$title.hm" "$work/$title.hm-lock"
}

printf '# A recorded session\nMade by `sh tools/record-repl.sh build/release/huimin >docs/repl-session.md`: synthetic households, the '
printf 'release build, %s threads,\n%s. The time of an answer stands below it, on the clock and of the processors ' \
    "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
printf '(load of other\nprograms meanwhile: %s). The first question about everybody also reads the facts.\n\n' \
    "$(cut -d' ' -f1 /proc/loadavg)"
record ningbo policies/cn/zhejiang/ningbo 2025-01 <<'END'
time on
total 低保金 by 救助类别
set 低保标准 = 1330
diff
set 低保标准 = 1340
diff by county
who dibao_amount changed by > 1500 and size >= 4 first 5
sweep dibao_standard 1181..1371 by 10
plot
goal total dibao_amount <= 28000000 by dibao_standard
hist dibao_amount by 500
measures poverty
rate N01 countable_income 0..8000
whynot N01.category
whatif N01 countable_income = 2500
why N01.standard
print(total("dibao_amount") / total("persons.old_age_allowance"))
END
record longyan policies/cn/fujian/longyan 2025-01 <<'END'
time on
total 低保金 by county
set 低保标准 = 800
diff by county
set 低保标准 = 810
diff by county
who dibao_amount rises by > 300 first 3
sweep dibao_standard 700..890 by 10 of dibao_amount
goal total dibao_amount <= 30000000 by dibao_standard
show H0000466942
rate H0000466942 persons[0].wage_income 0..3000
whynot H0000466942.category
END
