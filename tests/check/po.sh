#!/bin/sh
# po.sh ROOT - every text of core/ and cli/ marked with _() or N_() has its Chinese in core/po, with
# the same % conversions.
set -eu
root=${1:-$(dirname "$0")/../..}
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find core cli -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort >"$work/files"
xgettext --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --no-wrap --sort-output \
    --files-from="$work/files" --output="$work/texts.pot" 2>"$work/log" || { cat "$work/log"; exit 1; }
for part in core/po/parts/*.po; do
    cat core/po/header.po "$part" | msguniq --use-first -o "$work/$(basename "$part")" -
done
msgcat --use-first -o "$work/zh_CN.all" "$work"/*.po
msgfmt --check-format -o /dev/null "$work/zh_CN.all" 2>"$work/log" || { cat "$work/log"; exit 1; }
msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$work/merged" "$work/zh_CN.all" "$work/texts.pot"
msgattrib --untranslated --no-obsolete --no-wrap --no-location "$work/merged" >"$work/left"
if grep -q '^msgid' "$work/left"; then
    echo "texts without Chinese (add them to core/po/parts/<part>.po):"
    msgattrib --untranslated --no-obsolete --no-wrap "$work/merged" | grep -E '^(#:|msgid|")'
    exit 1
fi
