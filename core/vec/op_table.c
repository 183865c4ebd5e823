/* op_table.c - what ops.def says about each instruction, and the choice of kernels.
 *
 * kernel.c is compiled once for each x86-64 level; here one of its tables is picked at run
 * time.
 */
#include "vec/kernel.h"

#include <stdlib.h>
#include <string.h>

#define CHAR(lane)            (#lane)[0]
#define OP1(n, r, a, elem, t) [OP_##n] = {#n, CHAR(r), {CHAR(a), 0, 0, 0}, false, false, 0, t},
#define OP2(n, r, a, b, elem, f, t)                                                            \
    [OP_##n] = {#n, CHAR(r), {CHAR(a), CHAR(b), 0, 0}, false, false, f, t},                    \
    [OP_##n##_K] = {#n "_K", CHAR(r), {CHAR(a), 0, 0, 0}, true, false, f, t},
#define OP3(n, r, a, b, c, elem, t)                                                            \
    [OP_##n] = {#n, CHAR(r), {CHAR(a), CHAR(b), CHAR(c), 0}, false, false, 0, t},
#define OPX(n, r, t) [OP_##n] = {#n, CHAR(r), {0, 0, 0, 0}, false, true, 0, t},
const struct op_info op_table[OP_COUNT] = {
#include "vec/ops.def"
};

extern const kernel_fn kernel_table_base[OP_COUNT];
#ifdef HUIMIN_KERNELS_X86
extern const kernel_fn kernel_table_v3[OP_COUNT];
extern const kernel_fn kernel_table_v4[OP_COUNT];

static bool machine_has(enum kernel_level level)
{
    bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
              __builtin_cpu_supports("fma");
    if (level == KERNEL_V3)
        return v3;
    return v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512cd");
}
#endif

const kernel_fn *kernel_table(enum kernel_level level)
{
    if (level == KERNEL_BASE)
        return kernel_table_base;
#ifdef HUIMIN_KERNELS_X86
    if (level < KERNEL_LEVELS && machine_has(level))
        return level == KERNEL_V3 ? kernel_table_v3 : kernel_table_v4;
#endif
    return NULL;
}

static const char *const level_names[KERNEL_LEVELS] = {"base", "v3", "v4"};

enum kernel_level kernel_best(void)
{
    const char *asked = getenv("HUIMIN_KERNEL");
    for (enum kernel_level l = KERNEL_LEVELS; l-- > 0;)
        if (kernel_table(l) && (!asked || strcmp(asked, level_names[l]) == 0))
            return l;
    return KERNEL_BASE;
}

const char *kernel_level_name(enum kernel_level level)
{
    return level_names[level];
}
