#!/bin/sh
# house.sh ROOT - the rules of the house that a machine can see: banned words, lengths of files
# and functions, header comments, names of tools that are no part of the project.
set -eu
root=${1:-$(dirname "$0")/../..}
cd "$root"
failed=0
say()
{
    echo "$*"
    failed=1
}

sources=$(find core cli -name '*.[ch]' | LC_ALL=C sort)
ours=$(find core cli tests bench -name '*.[ch]' | LC_ALL=C sort)

# Comments and strings may name what is banned; calls may not.
hits=$(grep -nE '(^|[^_a-zA-Z0-9])(strcpy|strcat|sprintf|vsprintf|atoi|atol|atof|strtok|gets|alloca|setjmp|longjmp|strtod)[[:space:]]*\(' $sources | grep -vE ':[[:space:]]*(/?\*|//)' || true)
[ -z "$hits" ] || say "banned function:
$hits"
hits=$(grep -nE '(^|[^_a-zA-Z0-9."])(malloc|calloc|realloc|free|strdup|strndup)[[:space:]]*\(' $sources |
    grep -vE '^core/base/mem\.c:|:[[:space:]]*(/?\*|//)|libc.s own' || true)
[ -z "$hits" ] || say "the heap has one door, base/mem.h:
$hits"
hits=$(grep -nE '(^|[^_a-zA-Z0-9"])(float|double)[[:space:]]+[*a-z_]' $sources |
    grep -vE '^core/vec/elem\.h:|:[[:space:]]*(/?\*|//)|/\* exact: ' || true)
[ -z "$hits" ] || say "floating point (kernels may, where it is exact: /* exact: why */):
$hits"
hits=$(grep -nwE 'TODO|FIXME|HACK' $ours || true)
[ -z "$hits" ] || say "unfinished:
$hits"

for file in $ours; do
    lines=$(wc -l <"$file")
    [ "$lines" -le 800 ] || say "$file: $lines lines, more than 800"
    case $(head -1 "$file") in
    '/*'*) ;;
    *) say "$file: begins without its header comment" ;;
    esac
done
awk '
FNR == 1 { start = 0 }
/^\{/ { start = FNR }
/^\}/ { if (start && FNR - start > 71) { printf "%s:%d: a function of %d lines, more than 70\n", FILENAME, start, FNR - start - 1; bad = 1 } start = 0 }
length($0) > 96 * 3 { printf "%s:%d: a line of %d bytes\n", FILENAME, FNR, length($0); bad = 1 }
END { exit bad }' $sources || failed=1
exit $failed
