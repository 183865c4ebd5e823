# coverage.awk - what holds each row of the rulebook, and what proves it.
#   awk -v mode=page|faults|gaps [-v gaps=FOLDER] -f coverage.awk rulebook.csv citations.tsv
# rulebook.csv: id,kind,place,title,reason. citations.tsv: what `huimin doc --citations` writes.
# Mode faults writes one line for each thing that is wrong.

# The fields of a line of CSV into f[1..]; returns how many.
function csv(line, f,    n, c, i, quoted, cell) {
    n = 0; cell = ""; quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (quoted && c == "\"" && substr(line, i + 1, 1) == "\"") { cell = cell c; i++ }
        else if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) { f[++n] = cell; cell = "" }
        else if (c != "\r") cell = cell c
    }
    f[++n] = cell
    return n
}

# Puts a text with its separator behind those of a row, each once.
function join_to(list, row, text) {
    if (index("\n" list[row] "\n", "\n" text "\n")) return
    list[row] = list[row] (list[row] == "" ? "" : "\n") text
}

function quoted_row(row, kind, name, file, line) {
    if (!(row in title)) {
        if (kind != "case") fault[++faults] = file ":" line ": " kind " " name " quotes " row ", which is no row of policies/rulebook.csv"
        else stray[++strays] = file ":" line ": case " name " quotes " row ", which is no row"
        return
    }
    if (kind == "case") join_to(cases, row, name)
    else {
        join_to(holders, row, kind " `" name "`\t" file)
        if (kind == "check" || kind == "indicator") join_to(tests, row, kind " " name)
    }
}

# Every id a text quotes, ranges like LY-14..16 too.
function scan(text, kind, name, file, line,    rest, before, id, after, last, number, stem) {
    rest = text; before = ""
    while (match(rest, /(NB21|NB24|JY|YW|LY|Q|F|A6|B[0-9]+)-(T[1-4]-)?[0-9][0-9]|V[1-5]|B\.5|G\.[0-9]+/)) {
        if (RSTART > 1) before = substr(rest, RSTART - 1, 1)
        id = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        after = substr(rest, 1, 1)
        if (before !~ /[A-Za-z0-9_.-]/ && after !~ /[A-Za-z0-9_]/) {
            quoted_row(id, kind, name, file, line)
            if (match(rest, /^\.\.[0-9][0-9]/)) {
                stem = substr(id, 1, length(id) - 2)
                last = substr(rest, 3, 2) + 0
                for (number = substr(id, length(id) - 1) + 1; number <= last; number++)
                    quoted_row(sprintf("%s%02d", stem, number), kind, name, file, line)
            }
        }
        before = substr(id, length(id))
    }
}

FNR == 1 { file_number++; heading = 0 }
file_number == 1 && FNR > 1 && $0 != "" {
    n = csv($0, f)
    if (n != 5) { fault[++faults] = FILENAME ":" FNR ": expected 5 cells, found " n; next }
    if (f[1] in title) fault[++faults] = FILENAME ":" FNR ": " f[1] " stands here twice"
    row[++rows] = f[1]; kind_of[f[1]] = f[2]; place_of[f[1]] = f[3]; title[f[1]] = f[4]; reason[f[1]] = f[5]
    next
}
file_number > 1 {
    n = split($0, f, "\t")
    # B8-17 as a case's name is its number among the cases of B.8, no row.
    if (f[1] == "case" && f[3] == "name" && f[2] ~ /^B[0-9]+-[0-9]+$/) next
    scan(f[7], f[1], f[2], f[5], f[6])
}

function needs_proof(id) { return ("/" kind_of[id]) ~ /[\/+](ENT|SVC|IDX|REV|STF|BUD|PAR|QUAL)/ }
function is_held(id) { return holders[id] != "" || cases[id] != "" }
# A rule about a person or family is proved by an example; a rule about figures also by the check
# or indicator that tests them.
function is_proved(id) {
    if (cases[id] != "") return 1
    return kind_of[id] !~ /^(ENT|SVC|REV|QUAL)(\/(ENT|SVC|REV|QUAL))*$/ && tests[id] != ""
}
function state(id) {
    if (is_held(id)) return !needs_proof(id) || is_proved(id) ? "held" : "unproved"
    return reason[id] != "" ? "none" : "open"
}
function first_kind(id) { return substr(kind_of[id] "/", 1, match(kind_of[id] "/", /[\/+]/) - 1) }

function short_file(path) { sub(/^.*policies\//, "", path); return path }

function shown_holders(id,    n, i, f, g, out) {
    n = split(holders[id], f, "\n"); out = ""
    for (i = 1; i <= n && i <= 4; i++) {
        split(f[i], g, "\t")
        out = out (i > 1 ? "; " : "") g[1] " in " short_file(g[2])
    }
    return out (n > 4 ? "; and more" : "")
}
function shown_cases(id,    n, i, f, out) {
    n = split(cases[id], f, "\n"); out = n ? "case " : ""
    for (i = 1; i <= n && i <= 5; i++) out = out (i > 1 ? ", " : "") f[i]
    return out (n > 5 ? " and more" : "")
}
function shown_proof(id,    out) {
    out = shown_cases(id)
    if (out == "" && tests[id] != "") { out = tests[id]; gsub(/\n/, "; ", out) }
    return out
}

function count_row(table, key, id) {
    if (!((table, key) in total)) { keys[table] = keys[table] (keys[table] == "" ? "" : "\n") key }
    total[table, key]++
    tally[table, key, state(id)]++
    if (is_proved(id)) tally[table, key, "proved"]++
}

function put_totals(table, name,    n, i, f, k) {
    print "| " name " | rows | held | with a case, check or indicator | answered or no rule, with the reason | open |"
    print "|---|---:|---:|---:|---:|---:|"
    n = split(keys[table], f, "\n")
    for (i = 1; i <= n; i++) {
        k = f[i]
        printf "| %s | %d | %d | %d | %d | %d |\n", k, total[table, k], tally[table, k, "held"] + tally[table, k, "unproved"], tally[table, k, "proved"], tally[table, k, "none"], tally[table, k, "open"]
    }
    print ""
}

function part_of(id) {
    if (id ~ /^NB21/) return "A.1 Ningbo, plan of 2021 to 2025"
    if (id ~ /^NB24/) return "A.2 Ningbo, work points of 2024"
    if (id ~ /^JY/) return "A.3 Jiuyuan"
    if (id ~ /^YW/) return "A.4 Yiwu"
    if (id ~ /^LY/) return "A.5 Longyan"
    if (id ~ /^A6/) return "A.6 Names that contain digits"
    if (id ~ /^Q/) return "A.7 Rules in words"
    if (id ~ /^F/) return "F Traps"
    if (id ~ /^G/) return "G What the engine must express"
    return "B Regulations"
}

function put_page(    i, id, part, last, s) {
    print "# Coverage of the rulebook\n"
    print "Made by `tools/coverage.sh` from `policies/rulebook.csv` and from what the declarations of all"
    print "policies cite (`huimin doc policies/cn --citations`); a test makes it again and compares. Never"
    print "edit it by hand: `sh tools/coverage.sh HUIMIN . --update`.\n"
    print "A row is *held* by each parameter, variable, input, indicator, check, enum or published fact whose"
    print "law, source or note quotes its id. Rows of the kinds ENT, SVC, IDX, REV, STF, BUD, PAR and QUAL need"
    print "proof: a case that quotes the row; for figures (IDX, STF, BUD, PAR and mixed kinds) the check or"
    print "indicator that tests them counts as well. KPI, FACT, TRAP and ENGINE rows need none.\n"
    for (i = 1; i <= rows; i++) {
        count_row("all", "all", row[i])
        count_row("kind", first_kind(row[i]), row[i])
        count_row("place", place_of[row[i]], row[i])
    }
    put_totals("all", "total"); put_totals("kind", "kind"); put_totals("place", "place")
    last = ""
    for (i = 1; i <= rows; i++) {
        id = row[i]; part = part_of(id)
        if (part != last) {
            print (last == "" ? "" : "\n") "## " part "\n"
            print "| row | kind | place | title | held by | proved by |"
            print "|---|---|---|---|---|---|"
        }
        last = part; s = state(id)
        printf "| %s | %s | %s | %s | %s | %s |\n", id, kind_of[id], place_of[id], title[id], \
            s == "none" ? (kind_of[id] ~ /^(TRAP|ENGINE)$/ ? "answered: " : "no rule: ") reason[id] : s == "open" ? "**open**" : holders[id] == "" ? "by its cases" : shown_holders(id), \
            is_held(id) ? (is_proved(id) ? shown_proof(id) : needs_proof(id) ? "**no case**" : "-") : "-"
    }
}

function put_faults(    i) {
    for (i = 1; i <= faults; i++) print fault[i]
    for (i = 1; i <= rows; i++) {
        if (state(row[i]) == "open") print row[i] ": nothing holds this row and rulebook.csv gives no reason (" place_of[row[i]] ": " title[row[i]] ")"
        if (state(row[i]) == "unproved") print row[i] ": no case proves this row of kind " kind_of[row[i]] " (" place_of[row[i]] ": " title[row[i]] ")"
    }
}

function put_gaps(    i, id, file, s) {
    for (i = 1; i <= rows; i++) {
        id = row[i]; s = state(id); file = gaps "/gaps-" place_of[id] ".txt"
        if (!(file in seen)) { seen[file] = 1; print "# open rows: quote the id in law, source or note of what holds it, and in source of the case" > file }
        if (s == "open") print "OPEN    " id " " kind_of[id] ": " title[id] > file
        if (s == "held" && holders[id] == "" && kind_of[id] != "TRAP") print "CASES ONLY " id " " kind_of[id] ": " title[id] " (no declaration quotes it)" > file
        if (s == "unproved") print "NO CASE " id " " kind_of[id] ": " title[id] " (held by " shown_holders(id) ")" > file
    }
    file = gaps "/gaps-unknown-ids.txt"
    print "# ids that are no rows" > file
    for (i = 1; i <= faults; i++) print fault[i] > file
    for (i = 1; i <= strays; i++) print stray[i] > file
}

END {
    for (i = 1; i <= strays; i++) if (mode == "faults") print stray[i]
    if (mode == "page") put_page()
    else if (mode == "gaps") put_gaps()
    else put_faults()
}
