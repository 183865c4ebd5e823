/* fault.c - countdowns that make one chosen allocation, write or sync fail. */
#include "base/fault.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static _Atomic uint64_t
    countdown[FAULT_KINDS]; /* calls left until the failing one; 0 = never */

void fault_arm(enum fault_kind kind, uint64_t nth)
{
    atomic_store(&countdown[kind], nth);
}

bool fault_hit(enum fault_kind kind)
{
    uint64_t left = atomic_load_explicit(&countdown[kind], memory_order_relaxed);
    while (left != 0) {
        if (atomic_compare_exchange_weak(&countdown[kind], &left, left - 1))
            return left == 1;
    }
    return false;
}

void fault_from_env(void)
{
    static const char *const names[FAULT_KINDS] = {"alloc:", "write:", "sync:"};
    const char *spec = getenv("HUIMIN_FAULT");
    for (int kind = 0; spec && kind < FAULT_KINDS; kind++) {
        size_t n = strlen(names[kind]);
        if (strncmp(spec, names[kind], n) == 0)
            fault_arm((enum fault_kind)kind, strtoull(spec + n, NULL, 10));
    }
}
