#!/bin/sh
# layers.sh ROOT - fails when a file of core/ includes a higher layer, when a foreign header is
# included outside its place, when a file of cli/ includes anything of core but huimin.h, or when
# two source files have the same name. The order of layers is HUIMIN_LAYERS in CMakeLists.txt.
set -eu
root=${1:-$(dirname "$0")/../..}
cd "$root"
layers=$(sed -n 's/^set(HUIMIN_LAYERS \(.*\))$/\1/p' CMakeLists.txt)
[ -n "$layers" ] || { echo "layers.sh: no HUIMIN_LAYERS in CMakeLists.txt" >&2; exit 2; }

includes()
{
    find core cli -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort |
        xargs grep -Hn '^[[:space:]]*#[[:space:]]*include' /dev/null |
        sed 's/^\([^:]*\):\([0-9]*\):[[:space:]]*#[[:space:]]*include[[:space:]]*\([<"]\)\([^>"]*\)[>"].*/\1 \2 \3 \4/'
}

includes | awk -v layers="$layers" '
BEGIN {
    n = split(layers, names, " ")
    for (i = 1; i <= n; i++)
        rank[names[i]] = i
    # foreign header (prefix) -> files that may include it
    place["pthread.h"] = "^core/base/thread\\.c$"
    place["openssl/"] = "^core/base/digest\\.c$"
    place["xxhash.h"] = "^core/base/digest\\.c$"
    place["libintl.h"] = "^core/base/i18n\\.c$"
    place["lua.h"] = place["lauxlib.h"] = place["lualib.h"] = "^core/(policy/|exec/luarun|repl/lua)"
    place["luaconf.h"] = place["lua.h"]
    place["lmdb.h"] = "^core/store/"
    place["zlib.h"] = place["zstd.h"] = place["iconv.h"] = "^core/io/source\\.c$"
    place["zip.h"] = place["expat.h"] = "^core/io/xlsx_in"
    place["xlsxwriter.h"] = "^core/io/xlsx_out\\.c$"
    place["curl/"] = "^core/net/"
    place["histedit.h"] = place["editline/"] = "^cli/"
    place["setjmp.h"] = "^$"
    place["cmocka.h"] = "^$"
}
function bad(what) {
    printf "%s:%s: includes %s: %s\n", file, line, header, what
    failed = 1
}
{
    file = $1; line = $2; quote = $3; header = $4
    if (quote == "<") {
        for (p in place)
            if (index(header, p) == 1 && file !~ place[p])
                bad("a foreign header outside its place")
        next
    }
    split(file, f, "/")
    m = split(header, h, "/")
    if (f[1] == "cli") {
        if (header != "huimin.h" && m > 1)
            bad("the command line sees huimin.h only")
        next
    }
    if (m == 1) {
        if (header != "huimin.h" && header !~ /\.def$/ && f[3] != "")
            bad("write the layer: \"folder/name.h\"")
        next
    }
    if (!(h[1] in rank))
        bad("no such layer")
    else if (f[3] != "" && !(f[2] in rank))
        bad("this file lies in no layer")
    else if (f[3] != "" && rank[h[1]] > rank[f[2]])
        bad("a higher layer; " f[2] " may include " f[2] " and what is below it")
    else if (header == "policy/sandbox.h" && file !~ /^core\/(policy|exec|repl)\//)
        bad("Lua stays in policy/, exec/ and repl/")
}
END { exit failed }'

twice=$(find core cli -name '*.c' | sed 's|.*/||' | LC_ALL=C sort | uniq -d)
if [ -n "$twice" ]; then
    echo "file names used twice in core/ and cli/:" $twice
    exit 1
fi
