#!/bin/sh
# editors.sh HUIMIN ROOT - the settings for editors and luacheck in policies/ are what
# `huimin doc policies --luacats policies` writes; the definitions name every declaration, function
# and field; luacheck finds nothing to say (where it is installed).
set -eu
huimin=$1
root=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset LANG LC_ALL LC_MESSAGES LANGUAGE
cd "$root"
"$huimin" doc policies --luacats "$work" >/dev/null
diff -u policies/.luarc.json "$work/.luarc.json"
diff -u policies/.luacheckrc "$work/.luacheckrc"

# Every name a script may call, as the loader and the language have them.
for keyword in $(sed -n 's/.*\[KEYWORD_[A-Z]*\] = {"\([a-z]*\)".*/\1/p' core/policy/declare.c); do
    grep -q "^function $keyword(" "$work/.huimin/language.lua" ||
        { echo "the definitions lack the declaration $keyword"; exit 1; }
done
for name in $(grep -ohE '^ *\{"[a-z_]+", *(yuan|jiao|fen|[a-z]+_|[a-z]+)[^}]*\}' core/lang/builtins.c |
    sed -n 's/.*{"\([a-z_]*\)".*/\1/p'); do
    case $name in
    require | pairs | ipairs | type | select | error | tostring | assert | table | string) continue ;;
    include | facts | len | sub | upper | lower | rep | format) continue ;;
    insert | remove | concat | sort | unpack) continue ;;
    esac
    grep -qE "^(function $name\(|$name = nil)" "$work/.huimin/language.lua" ||
        { echo "the definitions lack the function $name"; exit 1; }
done
for line in "---@field dibao_standard huimin.money" "---@field 低保标准 huimin.money" \
    "---@field persons huimin.person\[\]" "---@alias huimin.enum.category" "---@field birth_date huimin.date"; do
    grep -q -- "^$line" "$work/.huimin/names.lua" || { echo "the definitions lack \"$line\""; exit 1; }
done
if command -v luacheck >/dev/null; then
    luacheck policies --no-color | grep -v ' OK$' >"$work/said" || true
    grep -q '^Total: 0 warnings / 0 errors' "$work/said" || { cat "$work/said"; exit 1; }
    # What it looks for it finds.
    printf 'local unused = yuan(1)\nvariabel "x" { }\n' >"$work/slip.lua"
    ! luacheck "$work/slip.lua" --config policies/.luacheckrc --no-color >"$work/said"
    grep -q "unused variable 'unused'" "$work/said" && grep -q "undefined variable 'variabel'" "$work/said" ||
        { echo "luacheck missed a slip:"; cat "$work/said"; exit 1; }
fi
