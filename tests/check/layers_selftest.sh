#!/bin/sh
# layers_selftest.sh - proves that layers.sh passes a sound tree and fails on each planted fault.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

sound()
{
    rm -rf "$tree/core" "$tree/cli"
    mkdir -p "$tree/core/base" "$tree/core/value" "$tree/core/store" "$tree/cli"
    echo 'set(HUIMIN_LAYERS base value store)' >"$tree/CMakeLists.txt"
    echo '#include <stddef.h>' >"$tree/core/base/mem.h"
    echo '#include "base/mem.h"' >"$tree/core/value/money.c"
    printf '#include <lmdb.h>\n#include "value/money.h"\n' >"$tree/core/store/store.c"
    printf '#include "huimin.h"\n#include "term.h"\n' >"$tree/cli/main.c"
}

plant()
{
    sound
    printf '%s\n' "$2" >>"$tree/$1"
    if sh "$here/layers.sh" "$tree" >/dev/null; then
        echo "layers.sh did not notice '$2' in $1"
        failed=1
    fi
}

sound
sh "$here/layers.sh" "$tree" || { echo "layers.sh refuses a sound tree"; exit 1; }
plant core/base/mem.h '#include "value/money.h"'
plant core/value/money.c '# include "store/store.h"'
plant core/value/money.c '#include <lmdb.h>'
plant core/value/money.c '#include <pthread.h>'
plant core/store/store.c '#include <openssl/sha.h>'
plant core/store/store.c '#include "elsewhere/x.h"'
plant cli/main.c '#include "base/mem.h"'
plant cli/store.c ''
exit $failed
