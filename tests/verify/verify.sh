#!/bin/sh
# verify.sh HUIMIN [HOUSEHOLDS] - registers are asked about a town over TLS, 5 in 100 requests and 5 in
# 100 persons fail, some answers are wrong: everything foots, a killed or interrupted verification goes
# on and ends with the facts of an undisturbed one, the officer decides, answers expire, and no identity
# number, name or token stands in anything that was written.
set -eu
huimin=$(realpath "$1")
households=${2:-400}
here=$(realpath "$(dirname "$0")")
service=$(realpath "$here/../service")
HUIMIN_STDLIB=$(realpath "$here/../../stdlib")
HUIMIN_NOW=1727740800 # 2024-10-01
export HUIMIN_STDLIB HUIMIN_NOW
unset LANG LC_ALL LC_MESSAGES LANGUAGE
unset HUIMIN_TOKEN HUIMIN_TOKEN_FILE
work=$(mktemp -d)
mkdir "$work/w" "$work/private"
cd "$work/w"
trap 'exec 9>&-; cd /; rm -rf "$work"' EXIT
fail()
{
    echo "FAILED: $*"
    exit 1
}
# expect CODE COMMAND...: its output goes to out and err, and to what is searched at the end.
expect()
{
    code=$1
    shift
    rc=0
    timeout 300 "$@" >out 2>err || rc=$?
    cat out err >>"$work/written"
    ! grep -qE 'Sanitizer|runtime error' err || fail "$* $(head -c 3000 err)"
    [ "$rc" = "$code" ] || fail "exit $rc, want $code: $* $(head -c 2000 err)"
}
value() # value FILE SOURCE KEY
{
    python3 -c 'import json,sys
for s in json.load(open(sys.argv[1]))["sources"]:
    if s["source"] == sys.argv[2]: print(s[sys.argv[3]])' "$1" "$2" "$3"
}

sh "$service/certificates.sh" "$work/private/certs"
python3 "$service/registry.py" "$households" >"$work/private/families.ndjson"
token=Zx8-secret-of-the-registry-91
mkfifo "$work/private/hold"
python3 "$service/service.py" --certificates "$work/private/certs" --handlers "$service/registry.py" \
    --token "$token" --journal service.log >"$work/private/port" <"$work/private/hold" &
exec 9>"$work/private/hold"
tries=0
while [ ! -s "$work/private/port" ]; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "the service did not start"
    sleep 0.1
done
port=$(cat "$work/private/port")
printf '%s\n' "$token" >"$work/private/token"
chmod 600 "$work/private/token"
faults='seed=3&fail=5&absent=20&type=1&range=1&word=1&nonumber=1&old=1&future=1&repeat=2&differ=1&stranger=1&extra=2'
# gateways FILE QUERY [PACE]: the table of addresses
gateways()
{
    {
        echo 'source,url,token_file,rate'
        echo "vehicle_registry,https://localhost:$port/registry/vehicles?$2,$work/private/token,${3:-}"
        echo "insurance,https://localhost:$port/registry/insurance?$2,$work/private/token,${3:-}"
    } >"$1"
}
gateways good.csv "$faults&rate=5"
set -- --month 2024-10 --ca-file "$work/private/certs/ca.pem" --pause 20 --json --quiet

new_store()
{
    rm -f "$1" "$1-lock"
    expect 0 "$huimin" init "$1" "$here/town"
    expect 0 "$huimin" import "$1" "$work/private/families.ndjson" --month 2024-10 --quiet
}

# --- nobody is asked ---
new_store s.hm
expect 0 "$huimin" verify s.hm "$here/town" --dry-run "$@"
cp out dry.json
python3 "$here/foots.py" dry.json >counts
[ "$(value dry.json vehicle_registry left)" = "$(value dry.json vehicle_registry due)" ] || fail "dry run"
expect 2 "$huimin" verify s.hm "$here/town" "$@"
grep -q 'only a placeholder' err || fail "placeholder: $(cat err)"
expect 2 "$huimin" verify s.hm "$here/town" "$@" --url vehicle_registry=http://localhost:1/
expect 2 "$huimin" verify s.hm "$here/town" "$@" --url vehicle_registri=https://localhost:1/
grep -q 'vehicle_registry' err || fail "nearest name: $(cat err)"
expect 2 "$huimin" verify s.hm "$here/town" "$@" --source nobody
expect 2 "$huimin" verify s.hm "$here/town" "$@" --token-file "$work/private/token"
expect 1 "$huimin" verify s.hm "$here/town" "$@" --source vehicle_registry --attempts 1 \
    --url "vehicle_registry=https://localhost:$port/registry/vehicles" # without a token
grep -q 'is given up' err || fail "without a token: $(cat err)"
expect 0 "$huimin" runs s.hm journal
! grep -q verify out || ! grep -q ' found' out || fail "the journal speaks of answers nobody gave"

# --- everybody is asked, undisturbed ---
new_store whole.hm
expect 1 "$huimin" verify whole.hm "$here/town" --gateways good.csv --errors errors.csv "$@"
cp out first.json
expect 0 "$huimin" verify whole.hm "$here/town" --gateways good.csv --dry-run "$@"
cp out between.json
for source in vehicle_registry insurance; do
    failed=$(($(value first.json $source failed) + $(value first.json $source refused)))
    [ "$(value between.json $source due)" = "$failed" ] || fail "$source: due again"
    [ "$failed" -gt 0 ] || fail "$source: nothing failed"
done
grep -q '"at_least":true' first.json || fail "what some members have proves nothing"
gateways clean.csv 'seed=3&absent=20' # wrong answers are mended: what is left is asked again
expect 0 "$huimin" verify whole.hm "$here/town" --gateways clean.csv "$@"
cp out second.json
python3 "$here/foots.py" first.json second.json >counts
[ "$(value second.json insurance failed)" = 0 ] || fail "the second time"
expect 0 "$huimin" export whole.hm --month 2024-10
cp out whole.ndjson
python3 "$here/expected.py" "$work/private/families.ndjson" whole.ndjson 3 20 >counts ||
    fail "the facts are not what the registers say"
grep -q 'extra\|party_member' whole.ndjson && fail "what nobody asked for was kept"

# --- killed and interrupted again and again, and gone on with ---
new_store s.hm
gateways slow.csv "$faults" 15
killed=0
while [ $killed -lt 6 ]; do
    "$huimin" verify s.hm "$here/town" --gateways slow.csv "$@" >out 2>err 9>&- &
    pid=$!
    sleep "0.$((killed * 2 + 2))"
    signal=KILL
    [ $((killed % 2)) = 0 ] || signal=INT
    kill -$signal $pid 2>/dev/null || true
    rc=0
    wait $pid || rc=$?
    cat out err >>"$work/written"
    case "$signal $rc" in
    "INT 130") grep -q '"stopped":true' out || fail "what a stop prints: $(cat out)" ;;
    "KILL 137" | "INT 1" | "INT 0" | "KILL 1" | "KILL 0") ;;
    *) fail "$signal: exit $rc: $(cat err)" ;;
    esac
    expect 0 "$huimin" runs s.hm verify
    expect 0 "$huimin" runs s.hm verify --journal
    killed=$((killed + 1))
done
rc=0
"$huimin" verify s.hm "$here/town" --gateways good.csv "$@" >out 2>err || rc=$?
cat out err >>"$work/written"
python3 "$here/foots.py" out >counts
expect 0 "$huimin" verify s.hm "$here/town" --gateways clean.csv "$@"
python3 "$here/foots.py" out >counts
expect 0 "$huimin" export s.hm --month 2024-10
cmp -s out whole.ndjson || fail "a killed verification ended with other facts: $(diff out whole.ndjson | head -4)"

# --- the officer decides ---
conflicts=$(value second.json vehicle_registry conflicts)
[ "$conflicts" -gt 3 ] || fail "only $conflicts contradictions"
expect 0 "$huimin" verify s.hm "$here/town" --offline --source vehicle_registry --month 2024-10 \
    -o list.xlsx --quiet
expect 0 "$huimin" verify s.hm "$here/town" --offline --source vehicle_registry --month 2024-10 \
    --format csv --quiet
cp out list.csv
[ "$(wc -l <list.csv)" = $((conflicts + 1)) ] || fail "the list: $(wc -l <list.csv) lines"
awk 'NR == 1 { print; next } NR == 2 { print $0 "source"; next } NR == 3 { print $0 "declared"; next } { print }' \
    list.csv >decided.csv
expect 0 "$huimin" verify s.hm "$here/town" --offline --source vehicle_registry --decisions decided.csv "$@"
[ "$(value out vehicle_registry accepted)/$(value out vehicle_registry kept)" = 1/1 ] || fail "decisions: $(cat out)"
expect 0 "$huimin" verify s.hm "$here/town" --offline --source vehicle_registry "$@"
[ "$(value out vehicle_registry conflicts)" = $((conflicts - 2)) ] || fail "decided and listed again"
sed 's/,source$/,perhaps/' decided.csv >wrong.csv
expect 1 "$huimin" verify s.hm "$here/town" --offline --decisions wrong.csv "$@"
expect 0 "$huimin" verify s.hm "$here/town" --offline --accept vehicle_registry "$@"
[ "$(value out vehicle_registry conflicts)" = 0 ] || fail "accepted"

# --- what came from a register is renewed, what was declared is not ---
gateways later.csv 'seed=3&absent=20&change=7'
filled=$(value second.json insurance filled)
expect 0 "$huimin" verify s.hm "$here/town" --gateways later.csv --again "$@"
[ "$(value out insurance renewed)" -gt 10 ] || fail "renewed: $(python3 "$here/foots.py" out)"
[ "$(value out insurance accepted)" = 0 ] || fail "accepted by nobody"
expect 0 "$huimin" verify s.hm "$here/town" --gateways later.csv --dry-run "$@"
[ "$(value out insurance due)" = 0 ] || fail "answers do not count"
HUIMIN_NOW=$((HUIMIN_NOW + 100 * 86400))
expect 0 "$huimin" quality s.hm --month 2024-10
grep -q 'vehicle_registry' out || fail "quality does not name the register: $(cat out)"
expect 0 "$huimin" verify s.hm "$here/town" --gateways later.csv --dry-run "$@"
[ "$(value out insurance due)" = "$(value dry.json insurance due)" ] || fail "answers do not expire"

# --- whole answers that cannot be taken ---
new_store t.hm
for wrong in 'broken=%7B' 'broken=%5B%5D' 'broken=nonsense' 'echo=other' 'list=no' fault=emptied fault=cut \
    fault=bomb fault=nothttp fault=oversize fault=redirect_away fault=500 fault=422; do
    gateways wrong.csv "$wrong"
    expect 1 "$huimin" verify t.hm "$here/town" --gateways wrong.csv --attempts 1 --limit 150 --timeout 5 "$@"
    python3 "$here/foots.py" out >counts
    [ "$(value out insurance found)" = 0 ] || fail "$wrong: something was taken"
done
expect 0 "$huimin" runs t.hm verify
expect 0 "$huimin" export t.hm --month 2024-10
cp out t.ndjson
expect 0 "$huimin" runs t.hm journal
new_store u.hm
expect 0 "$huimin" export u.hm --month 2024-10
cmp -s out t.ndjson || fail "wrong answers changed facts"

# --- evidence of a fact ---
expect 0 "$huimin" recompute s.hm "$here/town" --month 2024-10 --publish --quiet
expect 0 "$huimin" explain s.hm H0000001 --month 2024-10
grep -q 'vehicle_registry' out || fail "explain does not name the register: $(cat out)"
expect 0 "$huimin" explain s.hm H0000001 --month 2024-10 --json
grep -q '"evidence":\[{' out || fail "explain --json: $(cat out)"

# --- nothing personal, no token, in anything that was written ---
expect 0 "$huimin" runs s.hm journal
expect 0 "$huimin" runs s.hm journal --json
expect 0 "$huimin" stats s.hm --json
for file in "$work/written" ./*.csv ./*.json service.log; do
    if grep -E '99010119[0-9]{9}[0-9X]|某人|Zx8' "$file" >found; then
        fail "$file holds what nobody may read: $(head -c 300 found)"
    fi
done
echo "$households households, $(value dry.json insurance rows) persons: $(python3 "$here/foots.py" first.json | tail -1)"
